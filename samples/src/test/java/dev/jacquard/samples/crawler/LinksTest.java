package dev.jacquard.samples.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {
    @Test
    void findsQuotedAndBareLinks() {
        assertThat(Links.in("<a href=\"a.html\">1</a> <A class=x"
                        + " HREF='b.html?x=1&amp;y=2'>2</A> <a href=c.html>3</a> <a"
                        + " name=\"d\">4</a> <abbr href=\"e\">5</abbr>"))
                .containsExactly("a.html", "b.html?x=1&y=2", "c.html");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/a/b.html, c.html, http://h/a/c.html",
        "http://h/a/b.html, ../c.html#part, http://h/c.html",
        "http://h/a/b.html, '#part', http://h/a/b.html",
        "http://h/a/b.html, ?page=2, http://h/a/b.html?page=2",
        "http://h/a/b.html, //other/x, http://other/x",
        "http://h/a/b.html, HTTP://other, http://other/",
        "http://h/a/, b c.html, http://h/a/b%20c.html",
    })
    void resolvesLinks(URI page, String link, URI target) {
        assertThat(Links.resolve(page, link)).contains(target);
    }

    @Test
    void passesOverWhatIsNotTheWeb() {
        assertThat(Links.resolve(URI.create("http://h/"), "mailto:a@b")).isEmpty();
        assertThat(Links.resolve(URI.create("http://h/"), "javascript:void(0)")).isEmpty();
    }

    @Test
    void malformedLinksAreErrors() {
        assertThatThrownBy(() -> Links.resolve(URI.create("http://h/"), "http://[broken"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
