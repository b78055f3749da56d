#include "core/cache/embeddinglist.h"

#include "core/base/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gw::cache {

namespace {

// As OpenAI has it; longer lists are the provider's to refuse.
constexpr std::size_t kMaxInputs = 2048;

std::string_view valueOf(std::string_view body, const chat::Member &member)
{
    return body.substr(member.valueBegin, member.valueEnd - member.valueBegin);
}

bool isNumber(std::string_view json)
{
    return !json.empty() && (json.front() == '-' || (json.front() >= '0' && json.front() <= '9'));
}

std::optional<std::int64_t> integerOf(std::string_view json)
{
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(json.data(), json.data() + json.size(), number);
    if (code != std::errc() || end != json.data() + json.size())
        return std::nullopt;
    return number;
}

// The JSON object with its "index" set.
std::string placedAt(std::string object, std::size_t index)
{
    const auto members = chat::scanMembers(object);
    chat::EditList edits;
    edits.set("index", std::to_string(index));
    return members.ok() ? edits.apply(object, members.value()) : object;
}

// Tokens of a whole answer; -1: it does not say.
std::int64_t promptTokens(std::string_view body, const chat::Members &members)
{
    const chat::Member *usage = members.find("usage");
    if (!usage)
        return -1;
    std::string text(valueOf(body, *usage));
    const auto inner = chat::scanMembers(text);
    const chat::Member *tokens = inner.ok() ? inner.value().find("prompt_tokens") : nullptr;
    return tokens ? integerOf(valueOf(text, *tokens)).value_or(-1) : -1;
}

// Usage as it was said, with more tokens in it.
std::string usageWith(std::string text, std::int64_t more)
{
    const auto members = chat::scanMembers(text);
    if (!members.ok())
        return text;
    chat::EditList edits;
    for (const char *name : {"prompt_tokens", "total_tokens"}) {
        const chat::Member *member = members.value().find(name);
        if (const auto said = member ? integerOf(valueOf(text, *member)) : std::nullopt)
            edits.set(name, std::to_string(*said + more));
    }
    return edits.apply(text, members.value());
}

}   // namespace

std::optional<EmbeddingList> EmbeddingList::of(const chat::Call &call)
{
    if (call.shape != chat::Shape::OpenAiEmbeddings || call.form)
        return std::nullopt;
    const std::string input(call.memberText("input"));
    std::vector<Item> items;
    if (input.starts_with('"')) {
        items.push_back({input, {}, 0, false});
    } else if (input.starts_with('[')) {
        const auto elements = chat::scanElements(input);
        if (!elements.ok() || elements.value().empty() || elements.value().size() > kMaxInputs)
            return std::nullopt;
        const auto &list = elements.value();
        if (std::ranges::all_of(list, isNumber)) {
            items.push_back({input, {}, 0, false});   // One text, as its tokens.
        } else {
            for (const std::string &one : list) {
                if (!one.starts_with('"') && !one.starts_with('['))
                    return std::nullopt;
                items.push_back({one, {}, 0, false});
            }
        }
    }
    if (items.empty())
        return std::nullopt;
    return EmbeddingList(std::move(items));
}

bool EmbeddingList::complete() const
{
    return std::ranges::none_of(m_items, [](const Item &item) { return item.vector.empty(); });
}

bool EmbeddingList::knowsAny() const
{
    return std::ranges::any_of(m_items, [](const Item &item) { return !item.vector.empty(); });
}

void EmbeddingList::forget()
{
    for (Item &item : m_items)
        item = {std::move(item.input), {}, 0, false};
}

std::int64_t EmbeddingList::knownTokens() const
{
    std::int64_t sum = 0;
    for (const Item &item : m_items)
        sum += item.cached ? item.tokens : 0;
    return sum;
}

bool EmbeddingList::load(std::size_t item, const Entry &entry)
{
    const std::size_t line = entry.bytes.find('\n');
    if (line == std::string::npos)
        return false;
    const auto tokens = integerOf(std::string_view(entry.bytes).substr(0, line));
    if (!tokens || *tokens < 0 || line + 1 == entry.bytes.size())
        return false;
    m_items[item].vector = entry.bytes.substr(line + 1);
    m_items[item].tokens = *tokens;
    m_items[item].cached = true;
    return true;
}

std::string EmbeddingList::store(std::size_t item) const
{
    return std::to_string(m_items[item].tokens) + "\n" + m_items[item].vector;
}

std::string EmbeddingList::rest(std::string body) const
{
    const auto members = chat::scanMembers(body);
    if (!members.ok())
        return body;
    std::string inputs;
    for (const Item &item : m_items) {
        if (item.vector.empty())
            inputs += (inputs.empty() ? "[" : ",") + item.input;
    }
    chat::EditList edits;
    edits.set("input", inputs + "]");
    return edits.apply(body, members.value());
}

std::optional<std::vector<std::size_t>> EmbeddingList::take(std::string answer)
{
    const auto members = chat::scanMembers(answer);
    const chat::Member *data = members.ok() ? members.value().find("data") : nullptr;
    if (!data || !valueOf(answer, *data).starts_with('['))
        return std::nullopt;
    auto elements = chat::scanElements(std::string(valueOf(answer, *data)));
    std::vector<std::size_t> asked;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].vector.empty()) {
            asked.push_back(i);
            bytes += m_items[i].input.size();
        }
    }
    if (!elements.ok() || elements.value().size() != asked.size())
        return std::nullopt;
    // By their "index", which need not be their order.
    std::vector<std::string> vectors(asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
        std::string &element = elements.value()[i];
        const auto inner = chat::scanMembers(element);
        if (!inner.ok())
            return std::nullopt;
        const chat::Member *index = inner.value().find("index");
        const auto place =
            index ? integerOf(valueOf(element, *index)) : std::optional(static_cast<std::int64_t>(i));
        if (!place || *place < 0 || static_cast<std::size_t>(*place) >= vectors.size() ||
            !vectors[static_cast<std::size_t>(*place)].empty())
            return std::nullopt;
        vectors[static_cast<std::size_t>(*place)] = std::move(element);
    }
    // Each text's part of the tokens, by its length; together they are what was said.
    std::int64_t left = std::max<std::int64_t>(promptTokens(answer, members.value()), 0);
    for (std::size_t i = 0; i < asked.size(); ++i) {
        Item &item = m_items[asked[i]];
        const double part = static_cast<double>(item.input.size()) / static_cast<double>(bytes);
        item.tokens = i + 1 == asked.size() ? left : std::llround(static_cast<double>(left) * part);
        left -= item.tokens;
        bytes -= item.input.size();
        item.vector = std::move(vectors[i]);
    }
    m_taken = std::move(answer);
    return asked;
}

std::string EmbeddingList::answer(std::string_view model) const
{
    std::string data;
    for (std::size_t i = 0; i < m_items.size(); ++i)
        data += (i == 0 ? "[" : ",") + placedAt(m_items[i].vector, i);
    data += "]";
    const std::int64_t known = knownTokens();
    std::string body = m_taken;
    const auto members = chat::scanMembers(body);
    if (body.empty() || !members.ok())
        return R"({"object":"list","data":)" + data + R"(,"model":)" + json::serialize(json::Value(model)) +
               R"(,"usage":{"prompt_tokens":)" + std::to_string(known) + R"(,"total_tokens":)" +
               std::to_string(known) + "}}";
    chat::EditList edits;
    edits.set("data", std::move(data));
    if (const chat::Member *usage = members.value().find("usage"))
        edits.set("usage", usageWith(std::string(valueOf(body, *usage)), known));
    return edits.apply(body, members.value());
}

}   // namespace gw::cache
