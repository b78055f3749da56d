#include "core/lossless/formats.h"
#include "core/lossless/tomlread.h"

#include <algorithm>

namespace gw::lossless {

namespace {

using Key = std::vector<std::string>;

std::string keyText(const std::string &key)
{
    const bool bare =
        !key.empty() && key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                              "0123456789_-") == std::string::npos;
    if (bare)
        return key;
    std::string out;
    json::appendString(out, key);
    return out;
}

std::string keyText(std::span<const std::string> path)
{
    std::string out;
    for (const std::string &key : path)
        out += (out.empty() ? "" : ".") + keyText(key);
    return out;
}

// JSON's texts and numbers are TOML's as well; only maps are written otherwise.
std::string valueText(const json::Value &value)
{
    std::string out;
    if (const json::Object *map = value.if_object()) {
        for (const auto &[key, item] : *map)
            out += (out.empty() ? " " : ", ") + keyText(std::string(key)) + " = " + valueText(item);
        return "{" + out + (out.empty() ? "}" : " }");
    }
    if (const json::Array *list = value.if_array()) {
        for (const json::Value &item : *list)
            out += (out.empty() ? "" : ", ") + valueText(item);
        return "[" + out + "]";
    }
    return json::serialize(value);
}

bool hasNull(const json::Value &value)
{
    if (const json::Object *map = value.if_object())
        return std::ranges::any_of(*map, [](const auto &pair) { return hasNull(pair.value()); });
    if (const json::Array *list = value.if_array())
        return std::ranges::any_of(*list, [](const json::Value &item) { return hasNull(item); });
    return value.is_null();
}

class Writer
{
public:
    explicit Writer(std::string_view text)
        : m_text(text)
        , m_scanned(scanToml(text))
        , m_lineEnd(lineEndOf(text))
    {}

    // A line "key = value" in the table of that path, or with a header of its own at the end of the file.
    std::vector<Change> add(const Key &table, const std::string &key, const std::string &value) const
    {
        const std::string entry = keyText(key) + " = " + value;
        const TomlStatement *last = nullptr;
        for (const TomlStatement &statement : m_scanned.statements) {
            if (statement.table == table && statement.kind != TomlStatement::Kind::ListHeader &&
                !statement.inList)
                last = &statement;
        }
        if (last)
            return lineBehind(*last, entry);
        if (table.empty())
            return {{beforeFirstHeader(), 0, entry + m_lineEnd}};
        if (const TomlStatement *dotted = dottedInto(table)) {
            const std::size_t skip = dotted->table.size();
            return lineBehind(*dotted, keyText(std::span(table).subspan(skip)) + "." + entry);
        }
        const bool open = !m_text.empty() && !m_text.ends_with('\n');
        const bool gap = !m_text.empty() && !m_text.ends_with("\n\n") && !m_text.ends_with("\n\r\n");
        return {{m_text.size(), 0,
                 (open ? m_lineEnd : "") + (gap ? m_lineEnd : "") + "[" + keyText(table) + "]" + m_lineEnd +
                     entry + (open ? "" : m_lineEnd)}};
    }

    static std::vector<Change> addInline(const Node &table, const std::string &key, const std::string &value)
    {
        const std::string entry = keyText(key) + " = " + value;
        if (table.items.empty())
            return {{table.begin, table.end - table.begin, "{ " + entry + " }"}};
        return {{table.items.back().end, 0, ", " + entry}};
    }

    static std::vector<Change> removeInline(const Node &table, std::size_t index)
    {
        if (index + 1 < table.items.size())
            return {
                {table.places[index].begin, table.places[index + 1].begin - table.places[index].begin, {}}};
        if (index > 0) {
            const std::size_t from = table.places[index - 1].comma;
            return {{from, table.items[index].end - from, {}}};
        }
        return {{table.places[index].begin, table.items[index].end - table.places[index].begin, {}}};
    }

    // The lines of the value at path, or an empty table's header.
    std::optional<std::vector<Change>> remove(const Key &path) const
    {
        for (const TomlStatement &statement : m_scanned.statements) {
            Key whole = statement.table;
            whole.insert(whole.end(), statement.key.begin(), statement.key.end());
            if (whole != path || statement.inList || statement.kind == TomlStatement::Kind::ListHeader)
                continue;
            std::size_t begin = statement.begin;
            if (statement.kind == TomlStatement::Kind::Header)
                begin = withBlankLine(begin, statement.next);
            if (statement.next == m_text.size() && !m_text.ends_with('\n') && begin > 0) {
                // The last line has no end; the one before it is to have none then.
                --begin;
                if (begin > 0 && m_text[begin - 1] == '\r')
                    --begin;
            }
            return std::vector<Change>{{begin, statement.next - begin, {}}};
        }
        return std::nullopt;
    }

private:
    std::vector<Change> lineBehind(const TomlStatement &statement, const std::string &entry) const
    {
        const std::size_t begin = statement.begin;
        const std::size_t first = std::min(m_text.find_first_not_of(" \t", begin), m_text.size());
        const std::string line = std::string(m_text.substr(begin, first - begin)) + entry;
        const bool open = statement.next == m_text.size() && !m_text.ends_with('\n');
        return {{statement.next, 0, open ? m_lineEnd + line : line + m_lineEnd}};
    }

    // Above the comments that belong to it.
    std::size_t beforeFirstHeader() const
    {
        std::size_t at = m_scanned.statements.empty() ? m_text.size() : m_scanned.statements.front().begin;
        if (m_scanned.statements.empty())
            return m_text.empty() || m_text.ends_with('\n') ? at : 0;
        while (at > 0) {
            const std::size_t begin = lineBegin(m_text, at - 1);
            if (m_text[std::min(m_text.find_first_not_of(" \t", begin), at - 1)] != '#')
                break;
            at = begin;
        }
        return at;
    }

    // A line that makes the table by dotted keys.
    const TomlStatement *dottedInto(const Key &table) const
    {
        const TomlStatement *found = nullptr;
        for (const TomlStatement &statement : m_scanned.statements) {
            Key whole = statement.table;
            whole.insert(whole.end(), statement.key.begin(), statement.key.end());
            const bool goesOver = statement.kind == TomlStatement::Kind::Value && !statement.inList &&
                                  whole.size() > table.size() && statement.table.size() < table.size() &&
                                  std::equal(table.begin(), table.end(), whole.begin());
            if (goesOver)
                found = &statement;
        }
        return found;
    }

    // A blank line that parted the header from what was before it goes with it, if nothing else needs it.
    std::size_t withBlankLine(std::size_t begin, std::size_t next) const
    {
        if (begin == 0 || next < m_text.size())
            return begin;
        const std::size_t above = lineBegin(m_text, begin - 1);
        const bool blank =
            m_text.substr(above, begin - above).find_first_not_of(" \t\r\n") == std::string_view::npos;
        return blank ? above : begin;
    }

    std::string_view m_text;
    TomlText m_scanned;
    std::string m_lineEnd;
};

Key keysOf(std::span<const Step> path)
{
    Key keys;
    for (const Step &step : path)
        keys.push_back(step.key);
    return keys;
}

}   // namespace

Written changeToml(std::string_view text, const Node &root, const Edit &edit)
{
    const auto refuse = [&](std::size_t at, const std::string &message) {
        return Written{{},
                       problemAt(text, at == kNowhere ? 0 : at, "'" + toText(edit.path) + "' " + message)};
    };
    if (std::ranges::any_of(edit.path, &Step::ofList))
        return refuse(0, "is a member of a list");
    if (edit.value && hasNull(*edit.value))
        return refuse(0, "cannot be nothing");
    const Reached reached = reach(root, edit.path);
    const Writer writer(text);
    if (reached.depth == edit.path.size()) {
        if (edit.value) {
            if (reached.node->begin == kNowhere)
                return refuse(0, "is a table");
            const std::string value = edit.raw.empty() ? valueText(*edit.value) : edit.raw;
            return {changed(text, {{reached.node->begin, reached.node->end - reached.node->begin, value}}),
                    {}};
        }
        if (reached.parent->begin != kNowhere)
            return {changed(text, Writer::removeInline(*reached.parent, reached.index)), {}};
        const auto removal = writer.remove(keysOf(edit.path));
        if (!removal)
            return refuse(reached.node->begin, "cannot be removed here");
        return {changed(text, *removal), {}};
    }
    if (!edit.value)
        return {std::string(text), {}};
    if (!reached.node->isMap())
        return refuse(reached.node->begin, "is to go into a table, but there is another value");
    const std::span<const Step> missing = std::span(edit.path).subspan(reached.depth);
    if (reached.node->begin != kNowhere) {
        const std::string value = edit.raw.empty() || missing.size() > 1
                                      ? valueText(wrapped(missing.subspan(1), *edit.value))
                                      : edit.raw;
        return {changed(text, Writer::addInline(*reached.node, missing.front().key, value)), {}};
    }
    const Key table = keysOf(std::span(edit.path).first(edit.path.size() - 1));
    return {changed(text, writer.add(table, edit.path.back().key,
                                     edit.raw.empty() ? valueText(*edit.value) : edit.raw)),
            {}};
}

}   // namespace gw::lossless
