#pragma once

#include "core/client/configvalues.h"

#include <QPlainTextEdit>
#include <QTextCursor>

#include <vector>

class QCompleter;
class QStandardItemModel;
class QSyntaxHighlighter;

namespace gw::ui {

// A text with line numbers, marks beside the lines that something is wrong with, colours of YAML and
// completion of keys (Ctrl+Space, or while typing). GUI thread.
class CodeEdit final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CodeEdit)

public:
    explicit CodeEdit(QWidget *parent = nullptr);

    void setKeys(std::vector<client::ConfigKey> keys);
    // Another text; one step of undo when keepUndo.
    void setText(const QString &text, bool keepUndo);
    // Shown in the gutter; those without a line are left to the page.
    void setProblems(std::vector<client::ConfigProblem> problems);
    // Of the cursor's line; null when there is none.
    const client::ConfigProblem *problemHere() const;
    // Moves to the next line with a problem, round the end.
    void toNextProblem();
    // Lines and columns count from 1.
    void goTo(int line, int column);
    // Marks every place; an empty text none. Moves to the one at the cursor or behind it; backward: before
    // it. From the chosen place on when the text grew.
    void find(const QString &text, bool backward = false);
    int foundCount() const { return int(m_found.size()); }

    int gutterWidth() const;
    void paintGutter(QPaintEvent *event);

Q_SIGNALS:
    void saveAsked();
    void findAsked();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void fitGutter();
    void showMarks();
    void completeKey(bool asked);
    void insertKey(const QString &name);
    const client::ConfigProblem *problemAt(int line) const;

    QWidget *m_gutter = nullptr;
    QCompleter *m_completer = nullptr;
    QStandardItemModel *m_choices = nullptr;
    QSyntaxHighlighter *m_colours = nullptr;
    std::vector<client::ConfigKey> m_keys;
    std::vector<client::ConfigProblem> m_problems;
    QString m_sought;
    QList<QTextCursor> m_found;
};

}   // namespace gw::ui
