package dev.jacquard.samples;

import java.util.List;

/**
 * A part of the menu.
 *
 * @param title what its programs are about
 * @param programs in the order of the tour
 */
record Group(String title, List<Program> programs) {
    static Group of(String title, Program... programs) {
        return new Group(title, List.of(programs));
    }
}
