#include "core/dialects/responsesanswer.h"

#include "core/base/ids.h"
#include "core/dialects/fields.h"
#include "core/dialects/reasoningseal.h"
#include "core/dialects/responsesrequest.h"
#include "core/wire/sse.h"

#include <algorithm>
#include <ctime>

namespace gw::dialects {

namespace {

constexpr std::size_t kIdSize = 40;

std::string newId(std::string_view prefix)
{
    return std::string(prefix) + randomToken(kIdSize);
}

json::Object usageObject(const chat::Usage &usage)
{
    const auto count = [](std::int64_t value) { return std::max<std::int64_t>(value, 0); };
    json::Object object;
    object["input_tokens"] = count(usage.input);
    object["input_tokens_details"] = json::Object{{"cached_tokens", count(usage.cacheRead)}};
    object["output_tokens"] = count(usage.output);
    object["output_tokens_details"] = json::Object{{"reasoning_tokens", count(usage.reasoning)}};
    object["total_tokens"] = usage.total >= 0 ? usage.total : count(usage.input) + count(usage.output);
    return object;
}

json::Object errorObject(const Error &error)
{
    return {{"code", responsesErrorCode(error)}, {"message", error.message}};
}

// OpenAI's chat has the fields of an annotation one level deeper.
json::Value flatAnnotation(const json::Value &value)
{
    const json::Object *object = value.if_object();
    const std::string_view type = object ? json::stringOr(*object, "type") : std::string_view();
    const json::Object *inner = object ? json::findObject(*object, type) : nullptr;
    if (!inner)
        return value;
    json::Object flat{{"type", type}};
    for (const auto &member : *inner)
        flat[member.key()] = member.value();
    return flat;
}

// The settings of the request as the response object repeats them.
json::Object echoOf(const chat::Call &call, const ResponsesNotes &notes)
{
    static constexpr std::pair<std::string_view, std::string_view> kEcho[] = {
        {"background", "false"},
        {"frequency_penalty", "0.0"},
        {"instructions", "null"},
        {"max_output_tokens", "null"},
        {"max_tool_calls", "null"},
        {"metadata", "{}"},
        {"parallel_tool_calls", "true"},
        {"presence_penalty", "0.0"},
        {"prompt_cache_key", "null"},
        {"reasoning", R"({"effort":null,"summary":null})"},
        {"safety_identifier", "null"},
        {"service_tier", "\"default\""},
        {"store", "true"},
        {"temperature", "1.0"},
        {"text", R"({"format":{"type":"text"}})"},
        {"tool_choice", "\"auto\""},
        {"tools", "[]"},
        {"top_logprobs", "0"},
        {"top_p", "1.0"},
        {"truncation", "\"disabled\""},
        {"user", "null"}};
    json::Object echo;
    for (const auto &[key, fallback] : kEcho) {
        const std::string_view given = call.memberText(key);
        const auto value = json::parse(given.empty() || given == "null" ? fallback : given);
        echo[key] = value.ok() ? value.value() : json::Value(nullptr);
    }
    echo["previous_response_id"] =
        notes.previousId.empty() ? json::Value(nullptr) : json::Value(notes.previousId);
    return echo;
}

class ResponsesEncoder final : public StreamEncoder
{
public:
    ResponsesEncoder(const chat::Call &call, const AnswerOptions &options)
        : m_call(call)
        , m_notes(static_cast<const ResponsesNotes &>(*call.notes))
        , m_options(options)
        , m_shapes(toolShapes(call))
        , m_sealAlways(call.memberText("include").find("reasoning.encrypted_content") !=
                       std::string_view::npos)
    {}

    void encode(const chat::Event &event, std::string &out) override
    {
        if (m_over)
            return;
        if (const auto *start = std::get_if<chat::Start>(&event)) {
            begin(*start, out);
        } else if (const auto *delta = std::get_if<chat::Delta>(&event)) {
            if (delta->choice == 0)
                take(*delta, out);
        } else if (const auto *finish = std::get_if<chat::Finish>(&event)) {
            if (finish->choice == 0)
                m_finish = *finish;
        } else if (const auto *report = std::get_if<chat::UsageReport>(&event)) {
            m_usage = report->usage;
        } else if (std::holds_alternative<chat::End>(event)) {
            end(out);
        }
    }

    void encodeError(const Error &error, std::string &out) override
    {
        if (m_over)
            return;
        begin({}, out);
        fail(errorObject(error), out);
    }

    // The response object; valid behind the end.
    const json::Object &answer() const { return m_final; }

    // The response object of an answer that nobody has begun yet.
    json::Object queued()
    {
        identify({});
        return response("queued");
    }

private:
    enum class Kind { Reasoning, Message, Call };

    // One output item. Its place in the output is its place in m_items.
    struct Item
    {
        Kind kind = Kind::Message;
        std::string id = {};
        bool open = true;
        // Reasoning.
        std::vector<chat::Part> thinking = {};
        std::string summary = {};
        bool summaryOpen = false;
        // Message: its content parts, the last may be open.
        json::Array content = {};
        std::string text = {};
        bool refusal = false;
        bool partOpen = false;
        json::Array annotations = {};
        // Call.
        int call = -1;
        std::string callId = {};
        std::string name = {};
        std::string arguments = {};
        ToolShape shape = {};
        bool announced = false;
        json::Object done = {};   // As it is at the end.
    };

    void write(std::string_view type, json::Object fields, std::string &out)
    {
        json::Object event{{"type", type}, {"sequence_number", m_sequence++}};
        for (auto &member : fields)
            event[member.key()] = std::move(member.value());
        wire::appendSse(out, json::serialize(event), type);
    }

    json::Object response(std::string_view status) const
    {
        json::Object object;
        object["id"] = m_id;
        object["object"] = "response";
        object["created_at"] = m_created;
        object["status"] = status;
        object["completed_at"] = nullptr;
        object["error"] = nullptr;
        object["incomplete_details"] = nullptr;
        object["model"] = m_model;
        object["output"] = json::Array();
        object["usage"] = nullptr;
        for (const auto &member : m_echo)
            object[member.key()] = member.value();
        return object;
    }

    void identify(const chat::Start &start)
    {
        m_id = m_notes.answerId.empty() ? newId("resp_") : m_notes.answerId;
        m_created = start.created > 0 ? start.created : static_cast<std::int64_t>(std::time(nullptr));
        if (!m_notes.answerId.empty())
            m_created = m_notes.askedS;   // As the client was told.
        m_model = m_options.model.empty() ? start.model : m_options.model;
        m_echo = echoOf(m_call, m_notes);
        if (const json::Value *tier = start.extras.if_contains("service_tier"); tier && tier->is_string())
            m_echo["service_tier"] = *tier;
    }

    void begin(const chat::Start &start, std::string &out)
    {
        if (m_begun)
            return;
        m_begun = true;
        identify(start);
        const bool polled = !m_notes.answerId.empty();
        write("response.created", {{"response", response(polled ? "queued" : "in_progress")}}, out);
        if (polled)
            write("response.queued", {{"response", response("queued")}}, out);
        write("response.in_progress", {{"response", response("in_progress")}}, out);
    }

    void take(const chat::Delta &delta, std::string &out)
    {
        begin({}, out);
        if (delta.reasoning && !delta.reasoning->empty())
            takeReasoning(*delta.reasoning, delta.newBlock, out);
        if (!delta.signature.empty()) {
            Item &item = reasoningItem(false, out);
            if (item.thinking.empty())
                item.thinking.emplace_back().kind = chat::Part::Kind::Thinking;
            item.thinking.back().signature += delta.signature;
        }
        if (!delta.redacted.empty()) {
            chat::Part &part = reasoningItem(false, out).thinking.emplace_back();
            part.kind = chat::Part::Kind::RedactedThinking;
            part.text = delta.redacted;
        }
        if (delta.text && !delta.text->empty())
            takeText(*delta.text, false, out);
        if (delta.refusal && !delta.refusal->empty())
            takeText(*delta.refusal, true, out);
        takeAnnotations(delta.extras, out);
        for (const chat::ToolCallDelta &call : delta.toolCalls)
            takeCall(call, out);
    }

    // The open item of this kind; any open item that is no call ends when another kind begins.
    Item *openItem(Kind kind)
    {
        if (m_items.empty() || m_plain < 0)
            return nullptr;
        Item &item = m_items[static_cast<std::size_t>(m_plain)];
        return item.kind == kind ? &item : nullptr;
    }

    Item &newItem(Kind kind, std::string_view prefix)
    {
        m_items.push_back({.kind = kind, .id = newId(prefix)});
        return m_items.back();
    }

    int indexOf(const Item &item) const { return static_cast<int>(&item - m_items.data()); }

    void closePlain(std::string &out)
    {
        if (m_plain < 0)
            return;
        Item &item = m_items[static_cast<std::size_t>(m_plain)];
        m_plain = -1;
        if (item.kind == Kind::Reasoning)
            closeReasoning(item, out);
        else
            closeMessage(item, out);
    }

    Item &reasoningItem(bool begins, std::string &out)
    {
        if (Item *item = openItem(Kind::Reasoning); item && !begins)
            return *item;
        closePlain(out);
        Item &item = newItem(Kind::Reasoning, "rs_");
        m_plain = indexOf(item);
        write("response.output_item.added",
              {{"output_index", m_plain},
               {"item", json::Object{{"id", item.id}, {"type", "reasoning"}, {"summary", json::Array()}}}},
              out);
        return item;
    }

    void takeReasoning(const std::string &text, bool begins, std::string &out)
    {
        Item &item = reasoningItem(begins, out);
        if (item.thinking.empty() || !item.thinking.back().signature.empty() ||
            item.thinking.back().kind != chat::Part::Kind::Thinking)
            item.thinking.emplace_back().kind = chat::Part::Kind::Thinking;
        item.thinking.back().text += text;
        const json::Object place{{"item_id", item.id}, {"output_index", indexOf(item)}, {"summary_index", 0}};
        if (!item.summaryOpen) {
            item.summaryOpen = true;
            json::Object fields = place;
            fields["part"] = json::Object{{"type", "summary_text"}, {"text", ""}};
            write("response.reasoning_summary_part.added", std::move(fields), out);
        }
        item.summary += text;
        json::Object fields = place;
        fields["delta"] = text;
        write("response.reasoning_summary_text.delta", std::move(fields), out);
    }

    void closeReasoning(Item &item, std::string &out)
    {
        item.open = false;
        json::Array summary;
        if (item.summaryOpen) {
            const json::Object place{
                {"item_id", item.id}, {"output_index", indexOf(item)}, {"summary_index", 0}};
            json::Object part{{"type", "summary_text"}, {"text", item.summary}};
            json::Object fields = place;
            fields["text"] = item.summary;
            write("response.reasoning_summary_text.done", std::move(fields), out);
            fields = place;
            fields["part"] = part;
            write("response.reasoning_summary_part.done", std::move(fields), out);
            summary.emplace_back(std::move(part));
        }
        item.done = {{"id", item.id}, {"type", "reasoning"}, {"summary", std::move(summary)}};
        const bool sealed = std::ranges::any_of(item.thinking, [](const chat::Part &part) {
            return !part.signature.empty() || part.kind == chat::Part::Kind::RedactedThinking;
        });
        if (sealed || m_sealAlways)
            item.done["encrypted_content"] = sealReasoning(item.thinking);
        write("response.output_item.done", {{"output_index", indexOf(item)}, {"item", item.done}}, out);
    }

    Item &messageItem(std::string &out)
    {
        if (Item *item = openItem(Kind::Message))
            return *item;
        closePlain(out);
        Item &item = newItem(Kind::Message, "msg_");
        m_plain = indexOf(item);
        write("response.output_item.added",
              {{"output_index", m_plain}, {"item", messageObject(item, "in_progress")}}, out);
        return item;
    }

    static json::Object messageObject(const Item &item, std::string_view status)
    {
        return {{"id", item.id},
                {"type", "message"},
                {"status", status},
                {"role", "assistant"},
                {"content", item.content}};
    }

    static json::Object partObject(const Item &item)
    {
        if (item.refusal)
            return {{"type", "refusal"}, {"refusal", item.text}};
        return {{"type", "output_text"},
                {"text", item.text},
                {"annotations", item.annotations},
                {"logprobs", json::Array()}};
    }

    json::Object partPlace(const Item &item) const
    {
        return {{"item_id", item.id},
                {"output_index", indexOf(item)},
                {"content_index", static_cast<std::int64_t>(item.content.size())}};
    }

    void takeText(const std::string &text, bool refusal, std::string &out)
    {
        Item &item = messageItem(out);
        if (item.partOpen && item.refusal != refusal)
            closePart(item, out);
        if (!item.partOpen) {
            item.partOpen = true;
            item.refusal = refusal;
            json::Object fields = partPlace(item);
            fields["part"] = partObject(item);
            write("response.content_part.added", std::move(fields), out);
        }
        item.text += text;
        json::Object fields = partPlace(item);
        fields["delta"] = text;
        if (!refusal)
            fields["logprobs"] = json::Array();
        write(refusal ? "response.refusal.delta" : "response.output_text.delta", std::move(fields), out);
    }

    void takeAnnotations(const json::Object &extras, std::string &out)
    {
        const json::Array *list = json::findArray(extras, "annotations");
        Item *item = openItem(Kind::Message);
        if (!list || !item || !item->partOpen || item->refusal)
            return;
        for (const json::Value &value : *list) {
            json::Value annotation = flatAnnotation(value);
            json::Object fields = partPlace(*item);
            fields["annotation_index"] = static_cast<std::int64_t>(item->annotations.size());
            fields["annotation"] = annotation;
            item->annotations.push_back(std::move(annotation));
            write("response.output_text.annotation.added", std::move(fields), out);
        }
    }

    void closePart(Item &item, std::string &out)
    {
        if (!item.partOpen)
            return;
        item.partOpen = false;
        json::Object fields = partPlace(item);
        fields[item.refusal ? "refusal" : "text"] = item.text;
        if (!item.refusal)
            fields["logprobs"] = json::Array();
        write(item.refusal ? "response.refusal.done" : "response.output_text.done", std::move(fields), out);
        json::Object part = partObject(item);
        fields = partPlace(item);
        fields["part"] = part;
        write("response.content_part.done", std::move(fields), out);
        item.content.emplace_back(std::move(part));
        item.text.clear();
        item.annotations.clear();
    }

    void closeMessage(Item &item, std::string &out)
    {
        closePart(item, out);
        item.open = false;
        const bool cut = m_finish && m_finish->reason == chat::Stop::Length;
        item.done = messageObject(item, cut ? "incomplete" : "completed");
        write("response.output_item.done", {{"output_index", indexOf(item)}, {"item", item.done}}, out);
    }

    void takeCall(const chat::ToolCallDelta &delta, std::string &out)
    {
        PendingCall &pending = m_calls[delta.index];
        if (pending.id.empty())
            pending.id = delta.id;
        if (pending.name.empty())
            pending.name = delta.name;
        if (pending.item < 0 && pending.name.empty()) {
            pending.arguments += delta.arguments;   // The name may come later.
            return;
        }
        if (pending.item < 0) {
            openCall(pending, out);
            addArguments(m_items[static_cast<std::size_t>(pending.item)], pending.arguments, out);
        }
        addArguments(m_items[static_cast<std::size_t>(pending.item)], delta.arguments, out);
    }

    struct PendingCall
    {
        std::string id = {};
        std::string name = {};
        std::string arguments = {};   // That came before the name.
        int item = -1;
    };

    void openCall(PendingCall &pending, std::string &out)
    {
        closePlain(out);
        const auto found = m_shapes.find(pending.name);
        ToolShape shape = found != m_shapes.end() ? found->second : ToolShape{};
        if (shape.name.empty())
            shape.name = pending.name;
        const bool custom = shape.kind == ToolShape::Kind::Custom;
        Item &item = newItem(Kind::Call, custom ? "ctc_" : "fc_");
        pending.item = indexOf(item);
        item.callId = pending.id.empty() ? "call_" + randomToken(24) : pending.id;
        item.name = shape.name;
        item.shape = std::move(shape);
        write("response.output_item.added",
              {{"output_index", pending.item}, {"item", callObject(item, "in_progress")}}, out);
    }

    static json::Object callObject(const Item &item, std::string_view status)
    {
        json::Object object{{"id", item.id}};
        switch (item.shape.kind) {
        case ToolShape::Kind::Function:
            object["type"] = "function_call";
            object["arguments"] = item.arguments;
            break;
        case ToolShape::Kind::Custom:
            object["type"] = "custom_tool_call";
            object["input"] = customInput(item.arguments);
            break;
        case ToolShape::Kind::LocalShell: {
            json::Object action{{"type", "exec"}, {"command", json::Array()}, {"env", json::Object()}};
            for (const auto &member : argumentsObject(item.arguments))
                action[member.key()] = member.value();
            object["type"] = "local_shell_call";
            object["action"] = std::move(action);
            object["call_id"] = item.callId;
            object["status"] = status;
            return object;
        }
        }
        object["call_id"] = item.callId;
        object["name"] = item.name;
        if (!item.shape.nameSpace.empty())
            object["namespace"] = item.shape.nameSpace;
        object["status"] = status;
        return object;
    }

    // The free text of a custom tool, out of the function's one argument; a model may have written it bare.
    static std::string customInput(const std::string &arguments)
    {
        const auto value = json::parse(arguments);
        const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
        const auto input = object ? json::findString(*object, "input") : std::nullopt;
        return input ? std::string(*input) : arguments;
    }

    void addArguments(Item &item, const std::string &text, std::string &out)
    {
        if (text.empty())
            return;
        item.arguments += text;
        if (item.shape.kind == ToolShape::Kind::Function)
            write("response.function_call_arguments.delta",
                  {{"item_id", item.id}, {"output_index", indexOf(item)}, {"delta", text}}, out);
    }

    void closeCall(Item &item, std::string &out)
    {
        item.open = false;
        if (item.shape.kind == ToolShape::Kind::Function && item.arguments.empty())
            addArguments(item, "{}", out);
        item.done = callObject(item, "completed");
        const json::Object place{{"item_id", item.id}, {"output_index", indexOf(item)}};
        if (item.shape.kind == ToolShape::Kind::Function) {
            json::Object fields = place;
            fields["name"] = item.name;
            fields["arguments"] = item.arguments;
            write("response.function_call_arguments.done", std::move(fields), out);
        } else if (item.shape.kind == ToolShape::Kind::Custom) {
            json::Object fields = place;
            fields["delta"] = item.done["input"];
            write("response.custom_tool_call_input.delta", std::move(fields), out);
            fields = place;
            fields["input"] = item.done["input"];
            write("response.custom_tool_call_input.done", std::move(fields), out);
        }
        write("response.output_item.done", {{"output_index", indexOf(item)}, {"item", item.done}}, out);
    }

    void end(std::string &out)
    {
        begin({}, out);
        closePlain(out);
        for (Item &item : m_items) {
            if (item.open)
                closeCall(item, out);
        }
        // A turn that ends in calls nobody can make would stop an agent without a word.
        if (m_items.empty() && m_finish && m_finish->reason == chat::Stop::ToolCalls)
            return fail({{"code", "server_error"}, {"message", "the model's tool calls have no name"}}, out);
        const chat::Stop reason = m_finish ? m_finish->reason : chat::Stop::Stop;
        const bool cut = reason == chat::Stop::Length || reason == chat::Stop::ContentFilter;
        m_final = response(cut ? "incomplete" : "completed");
        if (cut)
            m_final["incomplete_details"] = json::Object{
                {"reason", reason == chat::Stop::Length ? "max_output_tokens" : "content_filter"}};
        else
            m_final["completed_at"] = static_cast<std::int64_t>(std::time(nullptr));
        m_final["output"] = outputItems();
        if (m_usage)
            m_final["usage"] = usageObject(*m_usage);
        write(cut ? "response.incomplete" : "response.completed", {{"response", m_final}}, out);
        m_over = true;
        keep();
    }

    void fail(json::Object error, std::string &out)
    {
        m_final = response("failed");
        m_final["error"] = std::move(error);
        m_final["output"] = outputItems();
        write("response.failed", {{"response", m_final}}, out);
        m_over = true;
    }

    json::Array outputItems() const
    {
        json::Array output;
        for (const Item &item : m_items) {
            if (!item.open)
                output.emplace_back(item.done);
        }
        return output;
    }

    void keep() const
    {
        if (!m_options.stores || m_notes.compacts || m_call.memberText("store") == "false")
            return;
        KeptResponse kept;
        kept.id = m_id;
        kept.owner = m_notes.owner;
        kept.response = json::serialize(m_final);
        kept.output = json::serialize(outputItems());
        const std::string_view input = m_call.memberText("input");
        kept.input = input;
        if (input.starts_with('"'))
            kept.input = R"([{"type":"message","role":"user","content":)" + kept.input + "}]";
        for (const Item &item : m_items)
            kept.itemIds.push_back(item.id);
        m_options.stores->responses.keep(std::move(kept), std::time(nullptr));
    }

    const chat::Call &m_call;
    const ResponsesNotes &m_notes;
    AnswerOptions m_options;
    std::map<std::string, ToolShape> m_shapes;
    const bool m_sealAlways;
    std::string m_id;
    std::string m_model;
    std::int64_t m_created = 0;
    json::Object m_echo;
    std::vector<Item> m_items;
    int m_plain = -1;   // The open reasoning or message, by its place.
    std::map<int, PendingCall> m_calls;
    std::optional<chat::Finish> m_finish;
    std::optional<chat::Usage> m_usage;
    json::Object m_final;
    std::int64_t m_sequence = 0;
    bool m_begun = false;
    bool m_over = false;
};

// A whole answer as the events that would have brought it.
chat::Events eventsOf(const chat::Response &response)
{
    chat::Events events;
    events.emplace_back(response.start);
    const auto found = response.choices.find(0);
    if (found != response.choices.end()) {
        const chat::Choice &choice = found->second;
        bool annotated = false;
        for (const chat::Block &block : choice.blocks) {
            chat::Delta delta;
            switch (block.kind) {
            case chat::Block::Kind::Text:
                delta.text = block.text;
                break;
            case chat::Block::Kind::Refusal:
                delta.refusal = block.text;
                break;
            case chat::Block::Kind::Thinking:
                delta.reasoning = block.text;
                delta.signature = block.signature;
                delta.newBlock = true;
                break;
            case chat::Block::Kind::RedactedThinking:
                delta.redacted = block.text;
                break;
            case chat::Block::Kind::ToolCall: {
                const chat::FoldedToolCall &call = choice.toolCalls.at(block.toolCall);
                chat::ToolCallDelta &piece = delta.toolCalls.emplace_back();
                piece.index = block.toolCall;
                piece.id = call.id;
                piece.name = call.name;
                piece.arguments = call.arguments;
            }
            }
            // The provider has not said which text they belong to.
            if (block.kind == chat::Block::Kind::Text && !annotated &&
                choice.extras.contains("annotations")) {
                delta.extras["annotations"] = choice.extras.at("annotations");
                annotated = true;
            }
            events.emplace_back(std::move(delta));
        }
        if (choice.finish)
            events.emplace_back(*choice.finish);
    }
    if (response.usage)
        events.emplace_back(*response.usage);
    events.emplace_back(chat::End());
    return events;
}

json::Object compaction(const json::Object &response)
{
    json::Array output;
    if (const json::Array *items = json::findArray(response, "output")) {
        for (const json::Value &item : *items) {
            if (json::stringOr(item.get_object(), "type") == "message")
                output.push_back(item);
        }
    }
    json::Object object;
    object["id"] = response.at("id");
    object["object"] = "response.compaction";
    object["created_at"] = response.at("created_at");
    object["output"] = std::move(output);
    object["usage"] = response.at("usage");
    return object;
}

}   // namespace

std::unique_ptr<StreamEncoder> newResponsesEncoder(const chat::Call &call, const AnswerOptions &options)
{
    return std::make_unique<ResponsesEncoder>(call, options);
}

std::string encodeResponse(const chat::Call &call, const chat::Response &response,
                           const AnswerOptions &options)
{
    ResponsesEncoder encoder(call, options);
    std::string unread;
    for (const chat::Event &event : eventsOf(response)) {
        encoder.encode(event, unread);
        unread.clear();
    }
    if (static_cast<const ResponsesNotes &>(*call.notes).compacts)
        return json::serialize(compaction(encoder.answer()));
    return json::serialize(encoder.answer());
}

json::Object queuedResponse(const chat::Call &call)
{
    AnswerOptions options;
    options.model = call.model;
    return ResponsesEncoder(call, options).queued();
}

std::string responsesErrorCode(const Error &error)
{
    switch (error.code) {
    case ErrorCode::UpstreamContextWindow:
        return "context_length_exceeded";
    case ErrorCode::UpstreamRateLimit:
    case ErrorCode::RateLimited:
    case ErrorCode::NoDeployment:
        return error.upstreamCode == "insufficient_quota" ? "insufficient_quota" : "rate_limit_exceeded";
    case ErrorCode::BudgetExceeded:
        return "insufficient_quota";
    case ErrorCode::UpstreamOverloaded:
    case ErrorCode::UpstreamUnavailable:
    case ErrorCode::Overloaded:
        return "server_is_overloaded";
    case ErrorCode::UpstreamBadRequest:
    case ErrorCode::UpstreamContentPolicy:
    case ErrorCode::BadRequest:
        return "invalid_prompt";
    default:
        return "server_error";
    }
}

std::string responsesStreamError(const Error &error, const Relayed &before)
{
    json::Object response{{"id", before.id.empty() ? newId("resp_") : std::string(before.id)},
                          {"object", "response"},
                          {"status", "failed"},
                          {"error", errorObject(error)},
                          {"output", json::Array()}};
    std::string out;
    wire::appendSse(out,
                    json::serialize(json::Object{{"type", "response.failed"},
                                                 {"sequence_number", before.events},
                                                 {"response", std::move(response)}}),
                    "response.failed");
    return out;
}

}   // namespace gw::dialects
