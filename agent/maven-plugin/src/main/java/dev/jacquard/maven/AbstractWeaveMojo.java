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

/** What both goals share: weave one directory, and fail with what cannot be woven. */
abstract class AbstractWeaveMojo extends AbstractMojo {
    /** Leaves the classes as they are. */
    @Parameter(property = "jacquard.skip", defaultValue = "false")
    private boolean skip;

    abstract File directory();

    abstract List<String> classPath();

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip || !directory().isDirectory()) {
            return;
        }
        DirectoryWeaver.Result result;
        try {
            result =
                    DirectoryWeaver.weave(
                            directory().toPath(), classPath().stream().map(Path::of).toList());
        } catch (IOException e) {
            throw new MojoExecutionException("Cannot weave " + directory(), e);
        }
        result.warnings().forEach(getLog()::warn);
        result.refusals().forEach(getLog()::error);
        getLog().info("Woven " + result.woven().size() + " classes in " + directory());
        if (!result.refusals().isEmpty()) {
            throw new MojoFailureException(String.join("\n", result.refusals()));
        }
    }
}
