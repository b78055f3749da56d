#include "core/pricing/matching.h"

namespace gw::pricing {

bool Matcher::matches(simdjson::dom::element rule, std::string_view text) const
{
    simdjson::dom::object object;
    if (rule.get(object) != simdjson::SUCCESS || object.size() == 0)
        return false;
    for (const auto member : object)
        if (!matchesOne(member.key, member.value, text))
            return false;
    return true;
}

bool Matcher::matchesOne(std::string_view op, simdjson::dom::element value, std::string_view text) const
{
    if (op == "any" || op == "all")
        return matchesParts(value, text, op == "all");
    if (op == "in") {
        simdjson::dom::array names;
        if (value.get(names) != simdjson::SUCCESS)
            return false;
        for (const auto name : names) {
            std::string_view candidate;
            if (name.get(candidate) == simdjson::SUCCESS && candidate == text)
                return true;
        }
        return false;
    }
    std::string_view operand;
    if (value.get(operand) != simdjson::SUCCESS)
        return false;
    if (op == "is")
        return text == operand;
    if (op == "prefix")
        return text.starts_with(operand);
    if (op == "suffix")
        return text.ends_with(operand);
    if (op == "has")
        return text.find(operand) != std::string_view::npos;
    return op == "regex" && searches(operand, text);
}

bool Matcher::matchesParts(simdjson::dom::element parts, std::string_view text, bool all) const
{
    simdjson::dom::array rules;
    if (parts.get(rules) != simdjson::SUCCESS || rules.size() == 0)
        return false;
    for (const auto rule : rules)
        if (matches(rule, text) != all)
            return !all;
    return all;
}

bool Matcher::searches(std::string_view pattern, std::string_view text) const
{
    const std::regex *compiled = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        auto found = m_compiled.find(pattern);
        if (found == m_compiled.end()) {
            std::unique_ptr<const std::regex> fresh;
            try {
                fresh = std::make_unique<const std::regex>(std::string(pattern));
            } catch (const std::regex_error &) {
                // Remembered as null: it matches nothing.
            }
            found = m_compiled.emplace(std::string(pattern), std::move(fresh)).first;
        }
        compiled = found->second.get();
    }
    return compiled != nullptr && std::regex_search(text.begin(), text.end(), *compiled);
}

}   // namespace gw::pricing
