#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <string_view>
#include <vector>

// What a request and its answer say to each other, whatever dialect they are in.
namespace gw::client {

struct SaidPart
{
    enum class Kind {
        Text,
        Thinking,
        Image,
        Attachment,   // Sound or a file.
        ToolCall,     // name; text: its arguments.
        ToolResult,   // text
        Refusal,
        Unknown,   // text: its JSON.
    };

    Kind kind = Kind::Text;
    QString text = {};
    QString name = {};        // Of a tool or a file; of an image its address.
    QString id = {};          // Joins a call and its result.
    QString mediaType = {};   // Of an image or an attachment.
    QByteArray bytes = {};    // Of an image that stands in the request itself.
};

struct SaidMessage
{
    QString role = {};     // "system", "user", "assistant", "tool" ... as the dialect says.
    bool answer = false;   // Said by this request's answer.
    std::vector<SaidPart> parts = {};
};

struct Conversation
{
    std::vector<SaidMessage> messages = {};
    QStringList tools = {};   // Names of those that were offered.
    QString finish = {};      // Why the answer ended, in the dialect's word.
    QString error = {};       // What the answer complains of.
    bool requestRead = false;
    bool answerRead = false;
};

// Reads bodies of OpenAI's chat, completions, embeddings and Responses, of Anthropic's Messages and of
// Gemini; answers whole or as event streams. What it does not understand is Unknown; what is no JSON is not
// read.
Conversation readConversation(std::string_view request, std::string_view answer);

// One event of a stream, or one JSON text, with its JSON on several lines.
struct SaidEvent
{
    QString name = {};
    QString text = {};
};

// The events of a stream; empty: it is none.
std::vector<SaidEvent> streamEvents(std::string_view body);
// JSON on several lines, numbers and the order of keys as they were; what is no JSON stays as it is.
QString prettyJson(std::string_view body);

}   // namespace gw::client
