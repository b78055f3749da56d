#pragma once

#include "core/providers/adapter.h"

#include <map>
#include <memory>
#include <string>

// Answers of the Messages API as canonical events
// (https://docs.anthropic.com/en/api/messages-streaming).
namespace gw::providers::anthropic {

struct ReadOptions
{
    bool jsonTool = false;   // The answer comes as the input of kJsonTool.
};

// Reads the objects an answer is made of, wherever they came from: events of a stream, or one whole message.
class MessageReader
{
public:
    explicit MessageReader(const ReadOptions &options)
        : m_options(options)
    {}

    // One event of a stream. Errors inside the stream become a Failure; unknown events are passed over.
    void readEvent(const json::Object &event, chat::Events &events);
    // A whole answer. False when it is no message.
    bool readWhole(const json::Object &message, chat::Events &events);
    // message_stop was seen.
    bool ended() const noexcept { return m_ended; }

private:
    struct Block
    {
        std::string type;
        json::Object object;   // As it began.
        std::string input;     // The JSON text of its input so far.
        json::Array citations;
        std::int64_t begin = 0;   // Of its text, in characters of the answer's whole text.
        int toolCall = -1;
        bool fresh = true;   // Nothing of it has been reported yet.
    };

    void start(const json::Object &message, chat::Events &events);
    void startBlock(std::int64_t index, const json::Object &block, chat::Events &events);
    void deltaOf(std::int64_t index, const json::Object &delta, chat::Events &events);
    void stopBlock(std::int64_t index, chat::Events &events);
    void finish(const json::Object &last, chat::Events &events);
    void end(chat::Events &events);

    void addText(Block &block, std::string_view text, chat::Events &events);
    void addThinking(Block &block, std::string_view text, std::string_view signature, chat::Events &events);
    void addInput(Block &block, std::string_view json, chat::Events &events);
    void stopTool(Block &block, chat::Events &events);
    void stopText(const Block &block, chat::Events &events);
    void stopServerBlock(Block &block, chat::Events &events);

    ReadOptions m_options;
    std::map<std::int64_t, Block> m_open;
    json::Object m_usage;
    std::string m_lastKind;          // Of the block reported last: "text", "thinking", "tool_use".
    std::int64_t m_characters = 0;   // Of text so far.
    int m_calls = 0;
    bool m_answeredByTool = false;
    bool m_ended = false;
};

std::unique_ptr<EventDecoder> newDecoder(const ReadOptions &options, bool streamed);

chat::Stop stopFor(std::string_view native);

// Of an error answer, or of an error event inside a stream (status 200).
Error errorFrom(int status, std::string_view body, const Target &target);
Error errorFrom(const json::Object &event);

}   // namespace gw::providers::anthropic
