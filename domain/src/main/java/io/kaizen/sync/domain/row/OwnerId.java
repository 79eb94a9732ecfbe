package io.kaizen.sync.domain.row;

import java.util.Objects;

/** Who a row belongs to, the session of an agent as a rule. Order per owner is kept; any text, also empty. */
public record OwnerId(String value) {

    public OwnerId {
        Objects.requireNonNull(value, "owner");
    }

    /**
     * Which share of all owners this one belongs to: the same in every process, for as long as there are that many.
     *
     * @param shares how many there are, at least 1
     * @return from 0
     */
    public int shareOf(int shares) {
        int hash = value.hashCode()
                * 0x9E3779B9; // Java specifies the first factor; the second spreads names that differ little.
        return Math.floorMod(hash ^ hash >>> 16, shares);
    }

    @Override
    public String toString() {
        return value;
    }
}
