#include "core/clientsetup/probing.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

#include <memory>
#include <mutex>

namespace gw::clientsetup {

namespace {

struct Known
{
    qint64 size = 0;
    QDateTime changed;
    std::string version;
};

// Of the whole process: the programs of a computer are the same for everybody in it.
struct Cache
{
    std::mutex mutex;
    std::map<std::string, Known> known;
};

Cache &cache()
{
    static Cache one;
    return one;
}

std::string versionIn(const QByteArray &output)
{
    static const QRegularExpression kVersion(QStringLiteral("\\d+(?:\\.\\d+)+(?:-[0-9A-Za-z.]+)?"));
    constexpr qsizetype kMost = 4096;
    return kVersion.match(QString::fromUtf8(output.left(kMost))).captured().toStdString();
}

struct Probe
{
    std::string program;
    Known facts;
    std::unique_ptr<QProcess> process;
};

}   // namespace

std::map<std::string, std::string> versionsOf(const std::vector<std::string> &programs, int timeoutMs)
{
    std::map<std::string, std::string> out;
    std::vector<Probe> probes;
    for (const std::string &program : programs) {
        const QFileInfo file(QFileInfo(QString::fromStdString(program)).canonicalFilePath());
        Probe probe{program, {file.size(), file.lastModified(), {}}, nullptr};
        {
            const std::scoped_lock lock(cache().mutex);
            const auto known = cache().known.find(program);
            if (known != cache().known.end() && known->second.size == probe.facts.size &&
                known->second.changed == probe.facts.changed) {
                out[program] = known->second.version;
                continue;
            }
        }
        probe.process = std::make_unique<QProcess>();
        probe.process->setStandardInputFile(QProcess::nullDevice());
        probe.process->setProcessChannelMode(QProcess::MergedChannels);
        probe.process->setWorkingDirectory(QStringLiteral("/"));
        probe.process->start(QString::fromStdString(program), {QStringLiteral("--version")});
        probes.push_back(std::move(probe));
    }
    QElapsedTimer time;
    time.start();
    for (Probe &probe : probes) {
        const int left = std::max(1, timeoutMs - static_cast<int>(time.elapsed()));
        const bool ended = probe.process->waitForFinished(left);
        if (ended) {
            probe.facts.version = versionIn(probe.process->readAll());
            const std::scoped_lock lock(cache().mutex);
            cache().known[probe.program] = probe.facts;
        } else if (probe.process->state() != QProcess::NotRunning) {
            probe.process->kill();
            probe.process->waitForFinished(1000);
        }
        out[probe.program] = probe.facts.version;
    }
    return out;
}

}   // namespace gw::clientsetup
