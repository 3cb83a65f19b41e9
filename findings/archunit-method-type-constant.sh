#!/usr/bin/env bash
# ArchUnit 1.5.0 cannot import a class whose code loads a MethodType constant.
#
# `ldc` of a MethodType is legal in class files from version 51 on (JVMS 6.5, ldc); compilers and weavers of other languages emit it, javac does not.
# Expected: the class is imported, as JVMs load and run it, and as one with a Class or MethodHandle constant is imported.
# Seen: ClassFileImporter throws a java.lang.AssertionError without a message, from its copy of ASM (Type.getClassName), and nothing of the
# whole package is imported. Other problems of single classes are logged and passed over.
# Needs a JDK 17 or newer and Maven. Exit 1 if this has changed.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>archunit</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.tngtech.archunit</groupId><artifactId>archunit</artifactId><version>1.5.0</version></dependency>
    <dependency><groupId>org.ow2.asm</groupId><artifactId>asm</artifactId><version>9.9</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$work/lib"
cat >"$work/Main.java" <<'JAVA'
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

class Main {
    /** A class whose method returns the constant. */
    static void write(Path folder, String name, Object constant) throws Exception {
        ClassWriter cw = new ClassWriter(0);
        cw.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        MethodVisitor mv = cw.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "get", "()Ljava/lang/Object;", null, null);
        mv.visitCode();
        mv.visitLdcInsn(constant);
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitMaxs(1, 0);
        mv.visitEnd();
        cw.visitEnd();
        Files.write(folder.resolve(name + ".class"), cw.toByteArray());
    }

    static void tell(Path folder, String name, Object constant) throws Exception {
        Files.createDirectories(folder);
        write(folder, name, constant);
        write(folder, "Other" + name, "a string");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.out.println(name + " gives " + loader.loadClass(name).getMethod("get").invoke(null));
        }
        try {
            System.out.println("  imported: " + new ClassFileImporter().importPath(folder).size());
        } catch (AssertionError e) {
            System.out.println("  " + e + " in " + e.getStackTrace()[0].getMethodName());
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        tell(folder.resolve("a"), "OfClass", Type.getObjectType("java/lang/String"));
        tell(folder.resolve("b"), "OfHandle", new Handle(Opcodes.H_INVOKESTATIC, "java/lang/Math", "abs", "(I)I", false));
        tell(folder.resolve("c"), "OfMethodType", Type.getMethodType("(I)J"));
    }
}
JAVA
javac -cp "$work/lib/*" -d "$work/out" "$work/Main.java"
java -cp "$work/out:$work/lib/*" Main "$work/classes" | tee "$work/seen.txt"
diff "$work/seen.txt" - <<'TEXT' || exit 1
OfClass gives class java.lang.String
  imported: 2
OfHandle gives MethodHandle(int)int
  imported: 2
OfMethodType gives (int)long
  java.lang.AssertionError in getClassName
TEXT
echo "As described."
