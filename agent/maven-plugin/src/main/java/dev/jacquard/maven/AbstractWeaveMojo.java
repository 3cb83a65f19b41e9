package dev.jacquard.maven;

import dev.jacquard.agent.DirectoryWeaver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What both goals share: weave one directory, and fail with what cannot be woven. */
abstract class AbstractWeaveMojo extends AbstractMojo {
    /** Leaves the classes as they are. */
    @Parameter(property = "jacquard.skip", defaultValue = "false")
    private boolean skip;

    /** What becomes of warnings: {@code on}, {@code off}, or {@code error}, then the build fails. */
    @Parameter(property = "jacquard.warnings", defaultValue = "on")
    private String warnings;

    /** Codes of warnings that are not told, such as {@code W23+W24}. */
    @Parameter(property = "jacquard.silence", defaultValue = "")
    private @Nullable String silence;

    abstract File directory();

    abstract List<String> classPath();

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip || !directory().isDirectory()) {
            return;
        }
        if (!warnings.equals("on") && !warnings.equals("off") && !warnings.equals("error")) {
            throw new MojoExecutionException("jacquard.warnings is '" + warnings + "', but may be on, off or error");
        }
        DirectoryWeaver.Result result;
        try {
            result = DirectoryWeaver.weave(
                    directory().toPath(),
                    classPath().stream().map(Path::of).toList(),
                    warnings.equals("off") ? "all" : silence == null ? "" : silence);
        } catch (IllegalArgumentException e) {
            throw new MojoExecutionException("jacquard.silence: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException("Cannot weave " + directory(), e);
        }
        result.warnings().forEach(getLog()::warn);
        result.refusals().forEach(getLog()::error);
        getLog().info(result.summary());
        if (!result.refusals().isEmpty()) {
            throw new MojoFailureException(String.join("\n", result.refusals()));
        }
        if (warnings.equals("error") && !result.warnings().isEmpty()) {
            throw new MojoFailureException("Warnings are errors here:\n" + String.join("\n", result.warnings()));
        }
    }
}
