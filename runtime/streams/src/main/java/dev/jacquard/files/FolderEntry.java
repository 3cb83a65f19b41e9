package dev.jacquard.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was met in a folder.
 *
 * @param depth levels below the root
 */
record FolderEntry(Path path, boolean isFolder, int depth) {
    /** Where a walk begins. */
    static FolderEntry of(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(root.toString());
        }
        return new FolderEntry(root, Files.isDirectory(root), 0);
    }

    /** What is in it. */
    List<FolderEntry> read() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.sorted().map(this::below).collect(Collectors.toList());
        } catch (NoSuchFileException e) {
            return List.of(); // it was there a moment ago
        }
    }

    private FolderEntry below(Path entry) {
        return new FolderEntry(entry, Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS), depth + 1);
    }
}
