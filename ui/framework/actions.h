#pragma once

#include <QKeySequence>
#include <QObject>

#include <functional>
#include <utility>
#include <vector>

class QShortcut;

namespace gw::ui {

// Something a user can have done by name or by keys.
struct Action
{
    // Members left out of a designated initializer are empty.
    QString id{};      // "traffic.pause"; unique.
    QString text{};    // What it does, as on a button.
    QString group{};   // Heading under which it is listed.
    QString icon{};    // File name in resources/icons.
    QKeySequence keys{};
    QString page{};                      // Works only while that page is shown; empty: everywhere.
    QString words{};                     // Further words by which it is found.
    std::function<void()> run{};         // Empty: keys that a page takes itself, listed only.
    std::function<bool()> available{};   // Empty: always.
};

// The one list of actions of a window: the palette runs them, the list of shortcuts shows them, and their
// keys work while the window is active. GUI thread.
class Actions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Actions)

public:
    // Shortcuts belong to the window.
    explicit Actions(QWidget *window);

    // Takes the place of an action of the same id.
    void add(Action action);
    void setText(const QString &id, const QString &text);
    // Only the shown page's own shortcuts are live.
    void setPage(const QString &page);

    const std::vector<Action> &all() const { return m_actions; }
    const Action *find(const QString &id) const;
    // Whether it can be run here and now.
    bool isAvailable(const Action &action) const;
    // False when there is no such action or it is not available now.
    bool trigger(const QString &id);
    // Pairs of ids that want the same keys at the same time.
    std::vector<std::pair<QString, QString>> conflicts() const;

Q_SIGNALS:
    void changed();

private:
    QWidget *m_window;
    QString m_page;
    std::vector<Action> m_actions;
    std::vector<QShortcut *> m_shortcuts;   // One per action; null without keys of its own.
};

}   // namespace gw::ui
