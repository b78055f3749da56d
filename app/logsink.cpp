#include "app/logsink.h"

#include "core/base/json.h"
#include "core/base/redact.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QString>

#include <atomic>
#include <cstdio>

namespace gw::app {

namespace {

std::atomic<bool> jsonOutput = false;

const char *levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "DEBUG";
    case QtInfoMsg:
        return "INFO";
    case QtWarningMsg:
        return "WARNING";
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return "ERROR";
}

void write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const std::string time =
        QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")).toStdString();
    const std::string text = redacted(message.toStdString());
    const char *category = context.category ? context.category : "default";
    std::string line;
    if (jsonOutput)
        line = json::serialize(json::Object{
            {"timestamp", time}, {"level", levelName(type)}, {"component", category}, {"message", text}});
    else
        line = time + " " + levelName(type) + " " + category + ": " + text;
    line += '\n';
    // One write, so that lines of several threads do not mix.
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}   // namespace

void installLogSink(int verbosity, bool jsonLines)
{
    jsonOutput = jsonLines;
    if (verbosity >= 2)
        QLoggingCategory::setFilterRules(QStringLiteral("*.debug=true\nqt.*.debug=false\ngw.*.debug=true"));
    else if (verbosity == 1)
        QLoggingCategory::setFilterRules(QStringLiteral("gw.*.debug=true"));
    qInstallMessageHandler(&write);
}

}   // namespace gw::app
