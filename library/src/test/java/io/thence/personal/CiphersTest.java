// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Known answers: RFC 4231 for HMAC-SHA256, and the GCM specification (McGrew and Viega), test cases 15 and 16. */
class CiphersTest {

    private static final String GCM_KEY = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
    private static final String GCM_PLAIN = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
    private static final String GCM_CIPHER = "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";
    private static final String GCM_NONCE = "cafebabefacedbaddecaf888";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String hmac(String key, byte[] message) {
        return HexFormat.of().formatHex(Ciphers.hmac(hex(key), message));
    }

    @Test
    void hmac_gives_the_answers_of_rfc_4231() {
        assertThat(hmac("0b".repeat(20), "Hi There".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assertThat(hmac("4a656665", "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(hmac("aa".repeat(131), "Test Using Larger Than Block-Size Key - Hash Key First"
                .getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    @Test
    void gcm_gives_the_answers_of_its_specification() {
        assertThat(Ciphers.encrypt(hex(GCM_KEY), hex(GCM_NONCE), new byte[0], hex(GCM_PLAIN)))
                .isEqualTo(hex(GCM_CIPHER + "b094dac5d93471bdec1a502270e3cc6c"));
        var associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        var plain = hex(GCM_PLAIN.substring(0, 120));
        var sealed = hex(GCM_CIPHER.substring(0, 120) + "76fc6ece0f4e1768cddf8853bb2d551b");
        assertThat(Ciphers.encrypt(hex(GCM_KEY), hex(GCM_NONCE), associated, plain)).isEqualTo(sealed);
        assertThat(Ciphers.decrypt(hex(GCM_KEY), hex(GCM_NONCE), associated, sealed)).contains(plain);
    }

    @Test
    void what_does_not_belong_together_is_not_decrypted() {
        var key = hex(GCM_KEY);
        var nonce = hex(GCM_NONCE);
        var associated = hex("feed");
        var sealed = Ciphers.encrypt(key, nonce, associated, hex(GCM_PLAIN));
        assertThat(Ciphers.decrypt(key, nonce, hex("feee"), sealed)).isEmpty();
        assertThat(Ciphers.decrypt(key, hex("cafebabefacedbaddecaf889"), associated, sealed)).isEmpty();
        sealed[3] ^= 1;
        assertThat(Ciphers.decrypt(key, nonce, associated, sealed)).isEmpty();
        assertThat(Ciphers.decrypt(key, nonce, associated, new byte[3])).isEmpty();
    }

    @Test
    void parts_keep_their_borders() {
        assertThat(Parts.of("ab", "c")).isEqualTo(hex("0000000261620000000163"));
        assertThat(Parts.of("a", "bc")).isNotEqualTo(Parts.of("ab", "c"));
    }
}
