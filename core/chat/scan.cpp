#include "core/chat/scan.h"

#include "core/base/json.h"

#include <algorithm>
#include <simdjson.h>

namespace gw::chat {

namespace {

simdjson::ondemand::parser &threadParser()
{
    thread_local simdjson::ondemand::parser parser;
    return parser;
}

Error badJson(simdjson::error_code code)
{
    return {.code = ErrorCode::BadJson,
            .message = std::string("Invalid JSON payload: ") + simdjson::error_message(code)};
}

// The value's own bytes, whatever it is.
simdjson::error_code rawText(simdjson::ondemand::value &value, std::string_view &text)
{
    simdjson::error_code code = simdjson::SUCCESS;
    simdjson::ondemand::json_type type{};
    if ((code = value.type().get(type)))
        return code;
    if (type == simdjson::ondemand::json_type::array) {
        simdjson::ondemand::array array;
        return (code = value.get_array().get(array)) ? code : array.raw_json().get(text);
    }
    if (type == simdjson::ondemand::json_type::object) {
        simdjson::ondemand::object nested;
        return (code = value.get_object().get(nested)) ? code : nested.raw_json().get(text);
    }
    text = value.raw_json_token();
    // The token keeps trailing white space.
    while (!text.empty() &&
           (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
        text.remove_suffix(1);
    if (type == simdjson::ondemand::json_type::string) {
        std::string_view ignored;
        return value.get_string().get(ignored);
    }
    if (type == simdjson::ondemand::json_type::number) {
        simdjson::ondemand::number ignored;
        code = value.get_number().get(ignored);
        return code == simdjson::NUMBER_ERROR ? simdjson::SUCCESS : code;
    }
    return text == "true" || text == "false" || text == "null" ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
}

}   // namespace

const Member *Members::find(std::string_view key) const
{
    const auto it =
        std::find_if(m_members.rbegin(), m_members.rend(), [&](const Member &m) { return m.key == key; });
    return it == m_members.rend() ? nullptr : &*it;
}

Result<Members> scanMembers(std::string &body)
{
    if (body.capacity() - body.size() < simdjson::SIMDJSON_PADDING)
        body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::document document;
    auto code = threadParser().iterate(body.data(), body.size(), body.capacity()).get(document);
    if (code)
        return badJson(code);
    simdjson::ondemand::object object;
    if (document.get_object().get(object))
        return Error{.code = ErrorCode::BadJson,
                     .message = "Invalid JSON payload: the body must be a JSON object"};

    Members members;
    members.m_members.reserve(16);
    for (auto field : object) {
        Member member;
        // The raw key first: its position is gone once the string has been unescaped.
        const char *keyStart = nullptr;
        simdjson::ondemand::raw_json_string raw;
        if ((code = field.key().get(raw)))
            return badJson(code);
        keyStart = raw.raw();   // Behind the opening quote.
        std::string_view key;
        if ((code = field.unescaped_key().get(key)))
            return badJson(code);
        member.key = key;
        member.begin = static_cast<std::size_t>(keyStart - body.data()) - 1;
        simdjson::ondemand::value value;
        if ((code = field.value().get(value)))
            return badJson(code);
        std::string_view text;
        if ((code = rawText(value, text)))
            return badJson(code);
        member.valueBegin = static_cast<std::size_t>(text.data() - body.data());
        member.valueEnd = member.valueBegin + text.size();
        if (std::ranges::any_of(members.m_members, [&](const Member &m) { return m.key == member.key; }))
            members.m_duplicates = true;
        members.m_members.push_back(std::move(member));
    }
    // Only at the very end is there no location any more.
    if (!document.current_location().error())
        return badJson(simdjson::TAPE_ERROR);
    return members;
}

Result<std::vector<std::string>> scanElements(std::string array)
{
    array.reserve(array.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::document document;
    auto code = threadParser().iterate(array.data(), array.size(), array.capacity()).get(document);
    simdjson::ondemand::array list;
    if (code || (code = document.get_array().get(list)))
        return badJson(code);
    std::vector<std::string> out;
    for (auto element : list) {
        simdjson::ondemand::value value;
        std::string_view text;
        if ((code = element.get(value)) || (code = rawText(value, text)))
            return badJson(code);
        out.emplace_back(text);
    }
    if (const char *behind = nullptr; !document.current_location().get(behind))
        return badJson(simdjson::TRAILING_CONTENT);
    return out;
}

void EditList::set(std::string key, std::string value)
{
    std::erase_if(m_edits, [&](const Edit &edit) { return edit.key == key; });
    m_edits.push_back({Kind::Set, std::move(key), std::move(value)});
}

void EditList::remove(std::string key)
{
    std::erase_if(m_edits, [&](const Edit &edit) { return edit.key == key; });
    m_edits.push_back({Kind::Remove, std::move(key), {}});
}

void EditList::rename(std::string from, std::string to)
{
    std::erase_if(m_edits, [&](const Edit &edit) { return edit.key == from; });
    m_edits.push_back({Kind::Rename, std::move(from), std::move(to)});
}

const std::string *EditList::newValue(std::string_view key) const
{
    const Edit *edit = find(key);
    return edit && edit->kind == Kind::Set ? &edit->value : nullptr;
}

const EditList::Edit *EditList::find(std::string_view key) const
{
    const auto it = std::ranges::find_if(m_edits, [&](const Edit &edit) { return edit.key == key; });
    return it == m_edits.end() ? nullptr : &*it;
}

std::string EditList::apply(std::string_view body, const Members &members) const
{
    std::size_t extra = 64;
    for (const Edit &edit : m_edits)
        extra += edit.key.size() + edit.value.size() + 8;
    std::string out;
    out.reserve(body.size() + extra);
    out += '{';
    bool first = true;
    const auto comma = [&] {
        if (!first)
            out += ',';
        first = false;
    };
    for (const Member &member : members.all()) {
        if (members.hasDuplicates() && members.find(member.key) != &member)
            continue;
        const Edit *edit = find(member.key);
        if (edit && edit->kind == Kind::Remove)
            continue;
        comma();
        if (edit && edit->kind == Kind::Rename) {
            json::appendString(out, edit->value);
            out += ':';
            out += body.substr(member.valueBegin, member.valueEnd - member.valueBegin);
        } else if (edit) {
            out += body.substr(member.begin, member.valueBegin - member.begin);
            out += edit->value;
        } else {
            out += body.substr(member.begin, member.valueEnd - member.begin);
        }
    }
    for (const Edit &edit : m_edits) {
        if (edit.kind != Kind::Set || members.find(edit.key))
            continue;
        comma();
        json::appendString(out, edit.key);
        out += ':';
        out += edit.value;
    }
    out += '}';
    return out;
}

void EditList::apply(json::Object &object) const
{
    for (const Edit &edit : m_edits) {
        if (edit.kind == Kind::Remove) {
            object.erase(edit.key);
        } else if (edit.kind == Kind::Rename) {
            if (json::Value *value = object.if_contains(edit.key)) {
                json::Value moved = std::move(*value);
                object.erase(edit.key);
                object[edit.value] = std::move(moved);
            }
        } else if (auto value = json::parse(edit.value); value.ok()) {
            object[edit.key] = std::move(value).value();
        }
    }
}

}   // namespace gw::chat
