package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever others may use of a published module has a comment: types, methods, constants and constructors. A record's compact
 * constructor needs one only if it throws something itself. That what stands in comments is sound is for Javadoc's own checks ({@code -Prelease}).
 */
class PublicTypesAreDocumentedTest {

    private static final Path ROOT = Path.of("..");

    /** Public for other packages of the same module, and for nobody else: docs/api-stability.md. */
    private static final Path INTERNAL = Path.of("io/kaizen/sync/testkit/simulation");

    @ParameterizedTest
    @ValueSource(
            strings = {"domain", "application", "adapters-persistence", "adapters-http", "adapters-telemetry", "testkit"
            })
    void everythingThatIsPublicSaysWhatItIs(String module) throws IOException {
        Path sources = ROOT.resolve(module).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<JavaFileObject> ours = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !sources.relativize(file).startsWith(INTERNAL))
                    .map(PublicTypesAreDocumentedTest::source)
                    .toList();

            assertThat(ours).isNotEmpty();
            assertThat(silentIn(ours)).isEmpty();
        }
    }

    @Test
    void findsWhatSaysNothing() throws IOException {
        String fixture = """
                /** Documented. */
                public record Fixture(int number) {
                    public Fixture { if (number < 0) { throw new IllegalArgumentException(); } }
                    public static final int CONSTANT = 1;
                    public enum Inner { VALUE }
                    public interface Port { void call(); }
                    public int half() { return number / 2; }
                    @Override public String toString() { return "inherited"; }
                    void internal() {}
                }
                """;

        assertThat(silentIn(List.of(source(URI.create("string:///Fixture.java"), fixture))))
                .containsExactly(
                        "Fixture.<init>",
                        "Fixture.CONSTANT",
                        "Fixture.Inner",
                        "Inner.VALUE",
                        "Fixture.Port",
                        "Port.call",
                        "Fixture.half");
    }

    private static List<String> silentIn(List<JavaFileObject> sources) throws IOException {
        try (StandardJavaFileManager files =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    ToolProvider.getSystemJavaCompiler().getTask(null, files, null, List.of(), null, sources);
            Silence silence = new Silence(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                silence.scan(unit, null);
            }
            return silence.found;
        }
    }

    private static JavaFileObject source(Path file) {
        try {
            return source(file.toUri(), Files.readString(file));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static JavaFileObject source(URI name, String text) {
        return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** Walks through public types and collects their public members that have no comment. */
    private static final class Silence extends TreePathScanner<Void, Void> {

        private final DocTrees docs;
        private final List<String> found = new ArrayList<>();

        Silence(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (isVisible(type.getModifiers())) {
                note(type.getSimpleName().toString(), true);
                return super.visitClass(type, unused);
            }
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean inherits = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (isVisible(method.getModifiers()) && !inherits) {
                note(method.getName().toString(), !isOfARecord(method) || throwsSomething(method));
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void unused) {
            if (isVisible(field.getModifiers())) {
                note(field.getName().toString(), true);
            }
            return null;
        }

        /** Members of interfaces are public without saying so. */
        private boolean isVisible(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            boolean inInterface = outer() instanceof ClassTree type && type.getKind() == Tree.Kind.INTERFACE;
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || inInterface && !flags.contains(Modifier.PRIVATE);
        }

        private boolean isOfARecord(MethodTree method) {
            return method.getReturnType() == null
                    && outer() instanceof ClassTree type
                    && type.getKind() == Tree.Kind.RECORD;
        }

        private static boolean throwsSomething(MethodTree constructor) {
            return constructor.getBody().toString().contains("throw ");
        }

        private Tree outer() {
            return getCurrentPath().getParentPath().getLeaf();
        }

        private void note(String name, boolean needed) {
            if (needed && docs.getDocComment(getCurrentPath()) == null) {
                Tree outer = outer();
                found.add((outer instanceof ClassTree type ? type.getSimpleName() + "." : "") + name);
            }
        }
    }
}
