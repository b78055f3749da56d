#pragma once

#include "core/client/playgroundvalues.h"

namespace gw::ui {

// What was asked of which models and how, to be asked again.
struct PlaygroundCase
{
    QString name = {};
    QStringList models = {};
    client::PlaygroundOptions options = {};
    client::PlaygroundTurn turn = {};
};

// Cases in one file, which people may read and carry elsewhere (JSON). GUI thread.
class CaseStore
{
public:
    // The file need not be there.
    explicit CaseStore(QString file);

    // By name.
    const std::vector<PlaygroundCase> &cases() const { return m_cases; }
    // Why the file cannot be read; it is then not written either. Empty: it can.
    const QString &problem() const { return m_problem; }
    // In place of one of the same name. These three: false when the file cannot be written.
    bool put(const PlaygroundCase &one);
    bool rename(const QString &name, const QString &newName);
    bool remove(const QString &name);

private:
    void read();
    bool write();

    QString m_file;
    QString m_problem;
    std::vector<PlaygroundCase> m_cases;
};

}   // namespace gw::ui
