/**
 * How numbers change over a run: stretches of it, rises from 0, schedules of coefficients.
 *
 * <p>Rule of the room: functions of the step and of the run's length alone; it knows no other room.
 */
@NullMarked
package io.sae4j.schedule;

import org.jspecify.annotations.NullMarked;
