#pragma once

#include "core/client/clientsvalues.h"

#include <QWidget>

class QHBoxLayout;

namespace gw::ui {

// One tool: what it is, how it stands, what it spends, and what can be done with it.
class ToolLine final : public QWidget
{
    Q_OBJECT

public:
    enum class Ask {
        Configure,   // Shows what would change, or what has been.
        Launch,
        Undo,
        Accept,
        Compare,
        Pause,
        Resume,
        Steps,
        Reason,
        OpenKey,
        OpenTraffic,
    };

    explicit ToolLine(const client::Tool &tool, QWidget *parent = nullptr);
    // The buttons, so that those of several lines can be given one width.
    QWidget *actions() const { return m_actions; }

Q_SIGNALS:
    void asked(gw::ui::ToolLine::Ask ask, const gw::client::Tool &tool);

private:
    QWidget *budget() const;
    void fill(QHBoxLayout &row);
    void add(QHBoxLayout &row, QWidget *push, Ask ask);
    void addIcon(QHBoxLayout &row, const QString &icon, const QString &name, Ask ask);
    void addMore(QHBoxLayout &row);

    const client::Tool m_tool;
    QWidget *m_actions = nullptr;
};

// What stands beside the mark: "connected", and the line under it.
QString stateWord(const client::Tool &tool);
QString stateNote(const client::Tool &tool);

}   // namespace gw::ui
