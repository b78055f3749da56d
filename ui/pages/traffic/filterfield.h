#pragma once

#include "core/client/filterlanguage.h"

#include <QLineEdit>
#include <QTimer>

class QCompleter;
class QStringListModel;

namespace gw::ui {

// Where one types a filter: reads it while one types, marks what is wrong, offers what may come next. A text
// that is wrong changes nothing: the filter before it stays in force.
class FilterField final : public QLineEdit
{
    Q_OBJECT

public:
    static constexpr int kPauseMs = 150;   // Of typing, before a filter is in force.

    explicit FilterField(QWidget *parent = nullptr);

    void setNames(const client::TrafficNames &names) { m_names = names; }
    // The last text that was right.
    const std::vector<client::TrafficTerm> &terms() const { return m_terms; }
    // What is wrong with the text; empty: nothing.
    QString problem() const { return m_problem; }
    // As if typed and confirmed.
    void put(const QString &text);

Q_SIGNALS:
    void termsChanged();
    void problemChanged();
    // Escape or Down: on to the list.
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void read();
    void markProblem(const client::FilterProblem &problem);
    void offer(bool asked);
    void complete(const QString &word);
    static QString words(const client::FilterProblem &problem);

    client::TrafficNames m_names;
    std::vector<client::TrafficTerm> m_terms;
    QString m_problem;
    QStringListModel *m_words = nullptr;
    QCompleter *m_completer = nullptr;
    client::FilterCompletion m_offered;
    QTimer m_pause;
};

}   // namespace gw::ui
