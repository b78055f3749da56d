#include "ui/models/casestore.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::PlaygroundOptions;

// The options that are texts, by their names in the file.
const std::pair<QString, QString PlaygroundOptions::*> kOptions[] = {
    {u"system"_s, &PlaygroundOptions::system},           {u"tools"_s, &PlaygroundOptions::tools},
    {u"temperature"_s, &PlaygroundOptions::temperature}, {u"top_p"_s, &PlaygroundOptions::topP},
    {u"max_tokens"_s, &PlaygroundOptions::maxTokens},    {u"seed"_s, &PlaygroundOptions::seed},
    {u"reasoning_effort"_s, &PlaygroundOptions::effort}};

QJsonObject toJson(const PlaygroundCase &one)
{
    QJsonObject options{{u"stream"_s, one.options.stream}};
    for (const auto &[name, member] : kOptions)
        if (!(one.options.*member).isEmpty())
            options[name] = one.options.*member;
    QJsonArray files;
    for (const client::PlaygroundFile &file : one.turn.files)
        files << QJsonObject{{u"name"_s, file.name}, {u"type"_s, file.type}, {u"content"_s, file.content}};
    return {{u"name"_s, one.name},
            {u"models"_s, QJsonArray::fromStringList(one.models)},
            {u"options"_s, options},
            {u"prompt"_s, one.turn.text},
            {u"files"_s, files}};
}

PlaygroundCase fromJson(const QJsonObject &object)
{
    PlaygroundCase out{.name = object[u"name"_s].toString()};
    for (const QJsonValue &model : object[u"models"_s].toArray())
        out.models << model.toString();
    const QJsonObject options = object[u"options"_s].toObject();
    out.options.stream = options[u"stream"_s].toBool(true);
    for (const auto &[name, member] : kOptions)
        out.options.*member = options[name].toString();
    out.turn.text = object[u"prompt"_s].toString();
    for (const QJsonValue &value : object[u"files"_s].toArray()) {
        const QJsonObject file = value.toObject();
        out.turn.files.push_back({.name = file[u"name"_s].toString(),
                                  .type = file[u"type"_s].toString(),
                                  .content = file[u"content"_s].toString()});
    }
    return out;
}

}   // namespace

CaseStore::CaseStore(QString file)
    : m_file(std::move(file))
{
    read();
}

void CaseStore::read()
{
    QFile file(m_file);
    if (!file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        m_problem = file.errorString();
        return;
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (error.error != QJsonParseError::NoError) {
        m_problem = error.errorString();
        return;
    }
    for (const QJsonValue &one : document.object()[u"cases"_s].toArray())
        m_cases.push_back(fromJson(one.toObject()));
    std::ranges::sort(m_cases, {}, &PlaygroundCase::name);
}

bool CaseStore::write()
{
    if (!m_problem.isEmpty())
        return false;
    QJsonArray cases;
    for (const PlaygroundCase &one : m_cases)
        cases << toJson(one);
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    // What people ask models is nobody else's business.
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.write(QJsonDocument(QJsonObject{{u"cases"_s, cases}}).toJson()) >= 0 && file.commit();
}

bool CaseStore::put(const PlaygroundCase &one)
{
    std::erase_if(m_cases, [&](const PlaygroundCase &known) { return known.name == one.name; });
    m_cases.push_back(one);
    std::ranges::sort(m_cases, {}, &PlaygroundCase::name);
    return write();
}

bool CaseStore::rename(const QString &name, const QString &newName)
{
    const auto found = std::ranges::find(m_cases, name, &PlaygroundCase::name);
    if (found == m_cases.end() || newName.isEmpty() || newName == name)
        return true;
    PlaygroundCase one = *found;
    m_cases.erase(found);
    one.name = newName;
    return put(one);
}

bool CaseStore::remove(const QString &name)
{
    std::erase_if(m_cases, [&](const PlaygroundCase &known) { return known.name == name; });
    return write();
}

}   // namespace gw::ui
