package io.kaizen.sync.domain.row;

import java.util.Objects;

/** Who a row belongs to, the session of an agent as a rule. Order per owner is kept; any text, also empty. */
public record OwnerId(String value) {

    public OwnerId {
        Objects.requireNonNull(value, "owner");
    }

    @Override
    public String toString() {
        return value;
    }
}
