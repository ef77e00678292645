// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.KeyValue;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.KeysMissing;
import io.thence.store.ContentHash;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How values of keys, texts and commands of one application are stored, so that what is personal is never in clear.
 * Writing and reading both come here, so they cannot disagree. May be used from any thread.
 */
public final class Privacy {

    private static final String COMMAND = "thence command";
    private static final String SEALED = "thence sealed 1";

    /** Of an application in which nothing is personal. */
    public static final Privacy NONE = new Privacy(Set.of(), Optional.empty());

    private final Set<String> personalKeys;
    private final Optional<Vault> vault;

    private Privacy(Set<String> personalKeys, Optional<Vault> vault) {
        this.personalKeys = personalKeys;
        this.vault = vault;
    }

    /** Of an application whose keys of these names are personal. */
    public static Privacy of(Set<String> personalKeys, Vault vault) {
        return new Privacy(Set.copyOf(personalKeys), Optional.of(vault));
    }

    private Vault vault() {
        return vault.orElseThrow(() -> new KeysMissing("what is stored here is personal, and this application says of"
                + " nothing that it is: use the version that wrote it, or declare it by personal(..)"));
    }

    /** A value as it is filed: of a personal key, 32 hexadecimal digits of an HMAC. */
    public KeyValue filed(KeyValue clear) {
        if (!personalKeys.contains(clear.key())) {
            return clear;
        }
        return vault().cover().filed(clear);
    }

    /** Values as they are filed. */
    public List<KeyValue> filed(List<KeyValue> clear) {
        return personalKeys.isEmpty() ? clear : clear.stream().map(this::filed).toList();
    }

    /** The hash of a command's content. With personal data it is keyed: else short texts could be guessed from it. */
    public ContentHash hash(byte[]... parts) {
        return vault.map(keys -> ContentHash.of(keys.cover().hmac(COMMAND, parts)))
                .orElseGet(() -> ContentHash.sha256(parts));
    }

    /**
     * Whose texts, and in what kind of event.
     *
     * @param type    the event type's name
     * @param subject the person, as it is filed
     */
    public record Scope(String type, KeyValue subject) {}

    /** A seal for what is new about a person; its key is safe before this returns. */
    public Seal seal(Scope scope) {
        var standing = vault().keyFor(scope.subject());
        return new Seal(vault(), scope, standing.generation(), standing.key().orElseThrow());
    }

    /** Encrypts texts of one event: AES-256-GCM, a new nonce for each, bound to where the text belongs. */
    public static final class Seal {
        private final Vault vault;
        private final Scope scope;
        private final int generation;
        private final byte[] key;

        private Seal(Vault vault, Scope scope, int generation, byte[] key) {
            this.vault = vault;
            this.scope = scope;
            this.generation = generation;
            this.key = key;
        }

        /** The generation of the key that is used. */
        public int generation() {
            return generation;
        }

        /** The nonce, the ciphertext and its tag. */
        public byte[] seal(String component, byte[] plain) {
            var nonce = vault.secretBytes(Ciphers.NONCE_BYTES);
            var sealed = Ciphers.encrypt(key, nonce, associated(scope, generation, component), plain);
            return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        }
    }

    /**
     * Reads texts of one event.
     *
     * @param scope      where they were sealed
     * @param generation of the key that was used
     * @throws KeysMissing if that key was never here
     */
    public Opened open(Scope scope, int generation) {
        return new Opened(scope, generation, vault().key(scope.subject(), generation));
    }

    /** Reads texts of one event; of a person who is forgotten there is none. */
    public static final class Opened {
        private final Scope scope;
        private final int generation;
        private final Optional<byte[]> key;

        private Opened(Scope scope, int generation, Optional<byte[]> key) {
            this.scope = scope;
            this.generation = generation;
            this.key = key;
        }

        /**
         * The text; empty if the person is forgotten.
         *
         * @throws Corrupt if it was sealed elsewhere, or is damaged
         */
        public Optional<byte[]> text(String component, byte[] sealed) {
            return key.map(bytes -> decrypted(bytes, component, sealed).orElseThrow(() -> new Corrupt(
                    "component '" + component + "' of a " + scope.type() + " cannot be decrypted: it was changed,"
                            + " or moved here from another event, or these are not the keys it was written with")));
        }

        private Optional<byte[]> decrypted(byte[] with, String component, byte[] sealed) {
            if (sealed.length < Ciphers.NONCE_BYTES) {
                return Optional.empty();
            }
            var in = ByteBuffer.wrap(sealed);
            var nonce = new byte[Ciphers.NONCE_BYTES];
            var rest = new byte[sealed.length - nonce.length];
            in.get(nonce).get(rest);
            return Ciphers.decrypt(with, nonce, associated(scope, generation, component), rest);
        }
    }

    private static byte[] associated(Scope scope, int generation, String component) {
        return Parts.of(SEALED, scope.type(), component, scope.subject().key(), scope.subject().value(),
                Integer.toString(generation));
    }
}
