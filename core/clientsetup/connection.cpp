#include "core/clientsetup/connection.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

namespace gw::clientsetup {

std::string fill(std::string_view text, const Connection &connection)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view rest = text.substr(i);
        const auto take = [&](std::string_view name, const std::string &value) {
            if (!rest.starts_with(name))
                return false;
            out += value;
            i += name.size();
            return true;
        };
        if (!take("{root}", connection.base) && !take("{v1}", connection.base + "/v1") &&
            !take("{key}", connection.key.reveal()) && !take("{model}", connection.model)) {
            out += text[i++];
        }
    }
    return out;
}

json::Value fill(const json::Value &value, const Connection &connection)
{
    if (const auto *text = value.if_string())
        return json::Value(fill(std::string_view(*text), connection));
    if (const json::Array *list = value.if_array()) {
        json::Array out;
        for (const json::Value &one : *list)
            out.push_back(fill(one, connection));
        return out;
    }
    if (const json::Object *map = value.if_object()) {
        json::Object out;
        for (const auto &[name, one] : *map)
            out[fill(std::string_view(name), connection)] = fill(one, connection);
        return out;
    }
    return value;
}

bool namesModel(std::string_view text)
{
    return text.find("{model}") != std::string_view::npos;
}

bool namesModel(const json::Value &value)
{
    return namesModel(json::serialize(value));
}

Secret clientKey(const Secret &masterKey, std::string_view client, int turn)
{
    const QByteArray what = QByteArrayLiteral("portico client ") +
                            QByteArray(client.data(), static_cast<qsizetype>(client.size())) + ' ' +
                            QByteArray::number(turn);
    const QByteArray code = QMessageAuthenticationCode::hash(
        what, QByteArray::fromStdString(masterKey.reveal()), QCryptographicHash::Sha256);
    constexpr qsizetype kCharacters = 32;
    return Secret("sk-" + code.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
                              .left(kCharacters)
                              .toStdString());
}

json::Object keyWish(const Secret &key, const std::string &client, int number)
{
    return {{"key", key.reveal()},
            {"key_alias", number == 1 ? client : client + "-" + std::to_string(number)},
            {"metadata", json::Object{{"client", client}}}};
}

Secret openKey(std::string_view client)
{
    return Secret("sk-portico-" + std::string(client));
}

std::string withoutKey(std::string text, const Secret &key)
{
    if (key.isEmpty())
        return text;
    const std::string masked = key.masked();
    for (std::size_t at = text.find(key.reveal()); at != std::string::npos;
         at = text.find(key.reveal(), at + masked.size()))
        text.replace(at, key.reveal().size(), masked);
    return text;
}

}   // namespace gw::clientsetup
