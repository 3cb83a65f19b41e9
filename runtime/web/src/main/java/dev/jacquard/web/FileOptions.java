package dev.jacquard.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a folder is served, see {@link WebApp#files(String, java.nio.file.Path, FileOptions)}. */
public final class FileOptions {
    final String index;
    final @Nullable String fallback;
    final @Nullable Duration maxAge;

    private FileOptions(Builder b) {
        index = b.index;
        fallback = b.fallback;
        maxAge = b.maxAge;
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. */
    public static final class Builder {
        private String index = "index.html";
        private @Nullable String fallback;
        private @Nullable Duration maxAge;

        private Builder() {}

        /** What is served for a folder, default {@code index.html}. Gives this. */
        public Builder index(String file) {
            index = file;
            return this;
        }

        /** What is served for GET where there is no file: the page of a single-page application. Gives this. */
        public Builder fallback(String file) {
            fallback = file;
            return this;
        }

        /** How long clients may keep files without asking; without, they ask each time. Gives this. */
        public Builder maxAge(Duration age) {
            if (age.isNegative()) {
                throw new IllegalArgumentException("maxAge is negative: " + age);
            }
            maxAge = age;
            return this;
        }

        /** The options. */
        public FileOptions build() {
            return new FileOptions(this);
        }
    }
}
