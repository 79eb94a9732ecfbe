/** How a row is prepared, checked and brought into the form in which it leaves the machine. */
@NullMarked
package io.kaizen.sync.application.port.out.row;

import org.jspecify.annotations.NullMarked;
