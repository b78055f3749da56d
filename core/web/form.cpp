#include "core/web/form.h"

#include "core/wire/headers.h"
#include "core/wire/query.h"

namespace gw::web {

Form::Form(std::string_view text)
{
    if (text.size() > kMostBytes)
        return;
    while (!text.empty() && m_fields.size() < kMostFields) {
        const std::size_t end = text.find('&');
        const std::string_view field = text.substr(0, end);
        const std::size_t equals = field.find('=');
        if (!field.empty())
            m_fields.emplace_back(wire::percentDecoded(field.substr(0, equals), true),
                                  equals == std::string_view::npos
                                      ? std::string()
                                      : wire::percentDecoded(field.substr(equals + 1), true));
        if (end == std::string_view::npos)
            return;
        text.remove_prefix(end + 1);
    }
}

std::string_view Form::exact(std::string_view name) const
{
    for (const auto &[key, value] : m_fields) {
        if (key == name)
            return value;
    }
    return {};
}

std::string Form::value(std::string_view name) const
{
    return std::string(wire::trimmed(exact(name)));
}

std::vector<std::string> Form::values(std::string_view name) const
{
    std::vector<std::string> out;
    for (const auto &[key, value] : m_fields) {
        if (key == name && !value.empty())
            out.push_back(value);
    }
    return out;
}

std::string queryOf(const std::vector<std::pair<std::string, std::string>> &fields)
{
    std::string out;
    for (const auto &[name, value] : fields) {
        if (!value.empty())
            out += (out.empty() ? "?" : "&") + wire::percentEncoded(name) + "=" + wire::percentEncoded(value);
    }
    return out;
}

}   // namespace gw::web
