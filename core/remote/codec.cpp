#include "core/remote/codec.h"

#include "core/base/base64.h"

namespace gw::remote {

namespace {

QString fromJson(const boost::json::string &text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t more = first < 0x80   ? 0
                                 : first < 0xc2 ? 9
                                 : first < 0xe0 ? 1
                                 : first < 0xf0 ? 2
                                                : 3;
        if (first > 0xf4 || more == 9 || more >= text.size() - i)
            return false;
        for (std::size_t k = 1; k <= more; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            const unsigned low = k > 1 ? 0x80u : first == 0xe0 ? 0xa0u : first == 0xf0 ? 0x90u : 0x80u;
            const unsigned high = k > 1 ? 0xbfu : first == 0xed ? 0x9fu : first == 0xf4 ? 0x8fu : 0xbfu;
            if (next < low || next > high)
                return false;
        }
        i += more + 1;
    }
    return true;
}

}   // namespace

bool Codec<bool>::decode(const json::Value &value, bool &out, std::string &)
{
    if (!value.is_bool())
        return false;
    out = value.get_bool();
    return true;
}

bool Codec<double>::decode(const json::Value &value, double &out, std::string &)
{
    const auto number = json::toDouble(value);
    if (number)
        out = *number;
    return number.has_value();
}

json::Value Codec<QString>::encode(const QString &value)
{
    return json::Value(value.toStdString());
}

bool Codec<QString>::decode(const json::Value &value, QString &out, std::string &)
{
    const auto *text = value.if_string();
    if (text)
        out = fromJson(*text);
    return text != nullptr;
}

json::Value Codec<QStringList>::encode(const QStringList &value)
{
    json::Array out;
    for (const QString &item : value)
        out.emplace_back(item.toStdString());
    return out;
}

bool Codec<QStringList>::decode(const json::Value &value, QStringList &out, std::string &)
{
    const auto *list = value.if_array();
    out.clear();
    for (const json::Value &item : list ? *list : json::Array()) {
        if (!item.is_string())
            return false;
        out << fromJson(item.get_string());
    }
    return list != nullptr;
}

json::Value Codec<std::string>::encode(const std::string &value)
{
    return isUtf8(value) ? json::Value(value) : json::Value(json::Object{{"base64", toBase64(value)}});
}

bool Codec<std::string>::decode(const json::Value &value, std::string &out, std::string &)
{
    if (const auto *text = value.if_string()) {
        out = std::string_view(*text);
        return true;
    }
    const auto *object = value.if_object();
    const auto packed = object ? json::findString(*object, "base64") : std::nullopt;
    auto bytes = packed ? fromBase64(*packed) : std::nullopt;
    if (bytes)
        out = std::move(*bytes);
    return bytes.has_value();
}

bool Codec<Secret>::decode(const json::Value &value, Secret &out, std::string &)
{
    const auto *text = value.if_string();
    if (text)
        out = Secret(std::string(std::string_view(*text)));
    return text != nullptr;
}

bool Codec<Id128>::decode(const json::Value &value, Id128 &out, std::string &)
{
    const auto *text = value.if_string();
    const auto id = text ? Id128::fromString(std::string_view(*text)) : std::nullopt;
    if (id)
        out = *id;
    return id.has_value();
}

json::Value Codec<std::variant<std::string, std::size_t>>::encode(const Step &step)
{
    if (const auto *key = std::get_if<std::string>(&step))
        return remote::encode(*key);
    return json::Value(std::get<std::size_t>(step));
}

bool Codec<std::variant<std::string, std::size_t>>::decode(const json::Value &value, Step &out,
                                                           std::string &where)
{
    if (value.is_number())
        return remote::decode(value, out.emplace<std::size_t>(), where);
    return remote::decode(value, out.emplace<std::string>(), where);
}

}   // namespace gw::remote
