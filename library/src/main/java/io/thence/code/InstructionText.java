// SPDX-License-Identifier: Apache-2.0
package io.thence.code;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the instructions of one method, a line each. */
final class InstructionText {

    private final CodeText code;
    private final StringBuilder text;
    private final Map<Label, Integer> labels = new HashMap<>();

    InstructionText(CodeText code, StringBuilder text) {
        this.code = code;
        this.text = text;
    }

    void add(CodeElement element) {
        switch (element) {
            case LabelTarget target -> line("at " + label(target.label()));
            case ExceptionCatch caught -> line("catch " + label(caught.tryStart()) + " " + label(caught.tryEnd()) + " "
                    + label(caught.handler()) + " "
                    + caught.catchType().map(type -> type.asInternalName()).orElse("any"));
            case Instruction instruction -> line(instruction(instruction));
            default -> {} // about names and lines
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private int label(Label label) {
        return labels.computeIfAbsent(label, _ -> labels.size());
    }

    private String instruction(Instruction instruction) {
        return switch (instruction) {
            case InvokeInstruction call -> call.opcode() + " " + code.call(call.owner().asInternalName(),
                    call.name().stringValue(), call.type().stringValue());
            case InvokeDynamicInstruction call -> "dynamic " + call.name() + call.type() + " "
                    + code.call(call.bootstrapMethod()) + constants(call.bootstrapArgs());
            case FieldInstruction field when isStatic(field.opcode()) -> field.opcode() + " "
                    + code.field(field.owner().asInternalName(), field.name().stringValue());
            case FieldInstruction field -> field.opcode() + " " + field.owner().asInternalName() + "." + field.name();
            // Which form of an instruction is used depends on how much else is in the class.
            case ConstantInstruction value -> "constant " + constant(value.constantValue());
            case LoadInstruction load -> "load " + load.typeKind() + " " + load.slot();
            case StoreInstruction store -> "store " + store.typeKind() + " " + store.slot();
            case IncrementInstruction add -> "add " + add.slot() + " " + add.constant();
            case BranchInstruction branch -> branch(branch.opcode()) + " " + label(branch.target());
            case LookupSwitchInstruction choice -> choice(choice.defaultTarget(), choice.cases());
            case TableSwitchInstruction choice -> choice(choice.defaultTarget(), choice.cases());
            case TypeCheckInstruction type -> type.opcode() + " " + type.type().asInternalName();
            case NewObjectInstruction made -> "new " + made.className().asInternalName();
            case NewReferenceArrayInstruction made -> "array " + made.componentType().asInternalName();
            case NewPrimitiveArrayInstruction made -> "array " + made.typeKind();
            case NewMultiArrayInstruction made -> "array " + made.arrayType().asInternalName() + made.dimensions();
            default -> instruction.opcode().toString();
        };
    }

    private static boolean isStatic(Opcode opcode) {
        return opcode == Opcode.GETSTATIC || opcode == Opcode.PUTSTATIC;
    }

    private static Opcode branch(Opcode opcode) {
        return opcode == Opcode.GOTO_W ? Opcode.GOTO : opcode;
    }

    private String choice(Label other, List<SwitchCase> cases) {
        return "switch " + cases.stream().map(one -> one.caseValue() + ":" + label(one.target()))
                .collect(Collectors.joining(" ")) + " else " + label(other);
    }

    private String constants(List<ConstantDesc> constants) {
        return constants.stream().map(constant -> " " + constant(constant)).collect(Collectors.joining());
    }

    private String constant(ConstantDesc constant) {
        return switch (constant) {
            case String words -> "'" + words.length() + ":" + words + "'";
            case ClassDesc type -> type.descriptorString();
            case MethodTypeDesc type -> type.descriptorString();
            case DirectMethodHandleDesc handle -> code.call(handle);
            case DynamicConstantDesc<?> dynamic -> "dynamic " + dynamic.constantName()
                    + dynamic.constantType().descriptorString() + " " + code.call(dynamic.bootstrapMethod())
                    + constants(dynamic.bootstrapArgsList());
            default -> constant.getClass().getSimpleName() + " " + constant;
        };
    }
}
