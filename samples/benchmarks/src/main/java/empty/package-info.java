/** The empty program whose start is measured. */
@NullMarked
package empty;

import org.jspecify.annotations.NullMarked;
