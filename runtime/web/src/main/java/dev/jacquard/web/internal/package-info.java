/** What the packages of this module share with each other and with nobody else. */
@NullMarked
package dev.jacquard.web.internal;

import org.jspecify.annotations.NullMarked;
