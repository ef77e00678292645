// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.mutant;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.concurrent.atomic.AtomicInteger;

/** A change to the compiled code of one method. */
sealed interface Edit {

    /** A call is left out: its arguments are dropped, and its result is nothing, 0 or false. */
    record Skips(String callee) implements Edit {}

    /** Another method of the same class is called, which takes and gives the same. */
    record Swaps(String callee, String other) implements Edit {}

    /** The method does nothing, and its result is this number; for an {@code Optional} or a list, an empty one. */
    record Gives(int value) implements Edit {}

    /** One constant stands for another. */
    record Changes(int from, int to) implements Edit {}

    /** The class with this change in {@code method}; {@code hits} counts the places that were changed. */
    default byte[] apply(byte[] bytes, String method, AtomicInteger hits) {
        var file = ClassFile.of();
        var model = file.parse(bytes);
        if (this instanceof Gives(int value)) {
            return file.transformClass(model, (builder, element) -> {
                if (element instanceof MethodModel m && m.methodName().equalsString(method) && m.code().isPresent()) {
                    hits.incrementAndGet();
                    builder.withMethodBody(m.methodName(), m.methodType(), m.flags().flagsMask(),
                            code -> give(code, m.methodTypeSymbol().returnType(), value));
                } else {
                    builder.with(element);
                }
            });
        }
        return file.transformClass(model, ClassTransform.transformingMethodBodies(
                m -> m.methodName().equalsString(method), transform(hits)));
    }

    private static void give(CodeBuilder code, ClassDesc type, int value) {
        if (type.equals(ClassDesc.of("java.util.Optional"))) {
            code.invokestatic(type, "empty", MethodTypeDesc.of(type)).areturn();
            return;
        }
        if (type.equals(ConstantDescs.CD_List)) {
            code.invokestatic(type, "of", MethodTypeDesc.of(type), true).areturn();
            return;
        }
        if (!type.equals(ConstantDescs.CD_void)) {
            if (TypeKind.from(type) == TypeKind.LONG) {
                code.loadConstant((long) value);
            } else {
                code.loadConstant(value);
            }
        }
        code.return_(TypeKind.from(type));
    }

    private CodeTransform transform(AtomicInteger hits) {
        return switch (this) {
            case Skips(String callee) -> (code, element) -> {
                if (element instanceof InvokeInstruction call && call.name().equalsString(callee)) {
                    hits.incrementAndGet();
                    skip(code, call);
                } else {
                    code.with(element);
                }
            };
            case Swaps(String callee, String other) -> (code, element) -> {
                if (element instanceof InvokeInstruction call && call.name().equalsString(callee)) {
                    hits.incrementAndGet();
                    code.invoke(call.opcode(), call.owner().asSymbol(), other, call.typeSymbol(), call.isInterface());
                } else {
                    code.with(element);
                }
            };
            case Changes(int from, int to) -> (code, element) -> {
                if (element instanceof ConstantInstruction constant && constant.constantValue() instanceof Integer n
                        && n == from) {
                    hits.incrementAndGet();
                    code.loadConstant(to);
                } else {
                    code.with(element);
                }
            };
            case Gives _ -> throw new AssertionError("it replaces the whole body");
        };
    }

    private static void skip(CodeBuilder code, InvokeInstruction call) {
        var type = call.typeSymbol();
        for (int i = type.parameterCount() - 1; i >= 0; i--) {
            pop(code, type.parameterType(i));
        }
        if (call.opcode() != Opcode.INVOKESTATIC) {
            code.pop();
        }
        switch (TypeKind.from(type.returnType())) {
            case VOID -> {}
            case LONG -> code.lconst_0();
            case DOUBLE -> code.dconst_0();
            case FLOAT -> code.fconst_0();
            case REFERENCE -> code.aconst_null();
            default -> code.iconst_0();
        }
    }

    private static void pop(CodeBuilder code, ClassDesc type) {
        if (TypeKind.from(type).slotSize() == 2) {
            code.pop2();
        } else {
            code.pop();
        }
    }
}
