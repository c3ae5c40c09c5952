package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes of different versions tell each other. */
class NodeMessageTest {
    @ParameterizedTest
    @ValueSource(strings = {"invoice", "overrides", "bulk", "a:b", ":", "two words", " "})
    void aQueueMayBeCalledAnything(String queue) {
        NodeMessage message = NodeMessage.queue(queue);

        assertThat(NodeMessage.parse(message.text())).contains(message);
    }

    /** They are on the wire between versions, so that they stay what they are. */
    @Test
    void theWordsStayTheSame() {
        assertThat(NodeMessage.queue("invoice").text()).isEqualTo("queue:invoice");
        assertThat(NodeMessage.OVERRIDES.text()).isEqualTo("overrides");
        assertThat(NodeMessage.BULK.text()).isEqualTo("bulk");
        assertThat(NodeMessage.parse("overrides")).contains(NodeMessage.OVERRIDES);
        assertThat(NodeMessage.parse("bulk")).contains(NodeMessage.BULK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"schedule:nightly", "cancel", "", "QUEUE:invoice", "invoice"})
    void aKindOfAnotherVersionIsLeftAlone(String text) {
        assertThat(NodeMessage.parse(text)).isEmpty();
    }
}
