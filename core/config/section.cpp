#include "core/config/section.h"

#include "core/config/scalars.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gw::config {

void Reading::error(const Node &at, std::string path, const Wording &wording)
{
    ++faults;
    // Sections are opened by several readers; each fault is told once.
    const auto same = [&](const Diagnostic &other) {
        return other.where.line == at.line && other.where.column == at.column && other.keyPath == path &&
               other.message == wording.english();
    };
    if (std::ranges::any_of(diagnostics, same))
        return;
    diagnostics.push_back(
        {Diagnostic::Severity::Error, at.where(), std::move(path), wording.english(), wording});
}

void Reading::warn(const Node &at, std::string path, const Wording &wording)
{
    diagnostics.push_back(
        {Diagnostic::Severity::Warning, at.where(), std::move(path), wording.english(), wording});
}

std::optional<std::string> Reading::variable(const std::string &name) const
{
    if (const auto found = environment.find(name); found != environment.end())
        return found->second.reveal();
    return options.environment ? options.environment(name) : std::nullopt;
}

std::optional<bool> asBool(const Node &node)
{
    if (!node.isScalar())
        return std::nullopt;
    if (node.text == "1" || node.text == "0")
        return node.text == "1";
    return yamlBool(node.text);
}

std::optional<std::int64_t> asInt(const Node &node)
{
    if (!node.isScalar())
        return std::nullopt;
    if (const auto integer = yamlInt(node.text))
        return integer;
    constexpr double kExact = 9'007'199'254'740'992.0;   // 2^53
    const auto number = yamlNumber(node.text);
    if (number && std::floor(*number) == *number && std::abs(*number) <= kExact)
        return static_cast<std::int64_t>(*number);
    return std::nullopt;
}

std::optional<double> asNumber(const Node &node)
{
    return node.isScalar() ? yamlNumber(node.text) : std::nullopt;
}

Section::Section(Reading &reading, SectionId id, const Node *map, std::string path)
    : m_reading(reading)
    , m_id(id)
    , m_map(map)
    , m_path(std::move(path))
{
    if (m_map && m_map->isNull())
        m_map = nullptr;
    if (m_map && !m_map->isMap()) {
        m_reading.error(*m_map, m_path, QT_TRANSLATE_NOOP("gw::config", "must be a map of keys and values"));
        m_map = nullptr;
    }
}

std::string Section::pathOf(std::string_view key) const
{
    return m_path.empty() ? std::string(key) : m_path + "." + std::string(key);
}

const Node *Section::find(std::string_view key) const
{
    const Node *node = m_map ? m_map->find(key) : nullptr;
    return node && !node->isNull() ? node : nullptr;
}

void Section::check(bool pricesAllowed)
{
    if (!m_map)
        return;
    for (std::size_t i = 0; i < m_map->keys.size(); ++i) {
        const Node &key = m_map->keys[i];
        if (pricesAllowed && isPriceName(key.text))
            continue;
        const KeyRow *row = findKey(m_id, key.text);
        if (!row) {
            const std::string_view nearest = nearestKey(m_id, key.text);
            m_reading.warn(
                key, pathOf(key.text),
                nearest.empty()
                    ? Wording(QT_TRANSLATE_NOOP("gw::config", "unknown key; ignored"))
                    : Wording(QT_TRANSLATE_NOOP("gw::config", "unknown key; ignored. Did you mean '%1'?"),
                              {std::string(nearest)}));
            continue;
        }
        // What is switched off or empty has no effect to miss.
        const Node &value = m_map->items[i];
        const bool idle = value.isNull() || asBool(value) == std::optional(false) ||
                          ((value.isSequence() || value.isMap()) && value.items.empty());
        if (row->support != Support::NotYet || idle)
            continue;
        const std::string_view section = sectionName(m_id);
        const std::string name = section.empty() ? key.text : std::string(section) + "." + key.text;
        if (m_reading.named.insert(name).second)
            m_reading.warn(key, pathOf(key.text),
                           Wording(QT_TRANSLATE_NOOP("gw::config",
                                                     "config: key %1 accepted but not supported; effect: %2"),
                                   {name, std::string(row->effect)}));
    }
}

bool Section::wrong(const Node &node, std::string_view key, const char *what)
{
    m_reading.error(node, pathOf(key), what);
    return false;
}

bool Section::read(std::string_view key, bool &out)
{
    const Node *node = find(key);
    if (!node)
        return false;
    const auto value = asBool(*node);
    if (!value)
        return wrong(*node, key, QT_TRANSLATE_NOOP("gw::config", "must be true or false"));
    out = *value;
    return true;
}

bool Section::read(std::string_view key, int &out)
{
    std::int64_t value = 0;
    if (!read(key, value))
        return false;
    if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
        return wrong(*find(key), key, QT_TRANSLATE_NOOP("gw::config", "must be a smaller number"));
    out = static_cast<int>(value);
    return true;
}

bool Section::read(std::string_view key, std::int64_t &out)
{
    const Node *node = find(key);
    if (!node)
        return false;
    const auto value = asInt(*node);
    if (!value)
        return wrong(*node, key, QT_TRANSLATE_NOOP("gw::config", "must be a whole number"));
    out = *value;
    return true;
}

bool Section::read(std::string_view key, double &out)
{
    const Node *node = find(key);
    if (!node)
        return false;
    const auto value = asNumber(*node);
    if (!value)
        return wrong(*node, key, QT_TRANSLATE_NOOP("gw::config", "must be a number"));
    out = *value;
    return true;
}

bool Section::read(std::string_view key, std::string &out)
{
    const Node *node = find(key);
    if (!node)
        return false;
    if (!node->isScalar())
        return wrong(*node, key, QT_TRANSLATE_NOOP("gw::config", "must be a text"));
    out = node->text;
    return true;
}

bool Section::read(std::string_view key, Secret &out)
{
    std::string text;
    if (!read(key, text))
        return false;
    out = Secret(std::move(text));
    return true;
}

bool Section::read(std::string_view key, std::vector<std::string> &out)
{
    const Node *node = find(key);
    if (!node)
        return false;
    if (node->isScalar()) {
        out = {node->text};
        return true;
    }
    if (!node->isSequence())
        return wrong(*node, key, QT_TRANSLATE_NOOP("gw::config", "must be a list of texts"));
    std::vector<std::string> list;
    for (const Node &item : node->items) {
        if (item.isNull())
            continue;
        if (!item.isScalar())
            return wrong(item, key, QT_TRANSLATE_NOOP("gw::config", "must be a list of texts"));
        list.push_back(item.text);
    }
    out = std::move(list);
    return true;
}

bool Section::read(std::string_view key, std::map<std::string, std::string> &out)
{
    const Node *node = find(key);
    if (!node)
        return false;
    if (!node->isMap())
        return wrong(*node, key, QT_TRANSLATE_NOOP("gw::config", "must be a map of texts"));
    std::map<std::string, std::string> map;
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
        if (node->items[i].isNull())
            continue;
        if (!node->items[i].isScalar())
            return wrong(node->items[i], key, QT_TRANSLATE_NOOP("gw::config", "must be a map of texts"));
        map[node->keys[i].text] = node->items[i].text;
    }
    out = std::move(map);
    return true;
}

bool Section::read(std::string_view key, json::Object &out)
{
    const Node *node = find(key);
    if (!node)
        return false;
    if (!node->isMap())
        return wrong(*node, key, QT_TRANSLATE_NOOP("gw::config", "must be a map of keys and values"));
    out = toJson(*node, Expose::All).as_object();
    return true;
}

}   // namespace gw::config
