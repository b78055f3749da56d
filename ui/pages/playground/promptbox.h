#pragma once

#include "core/client/playgroundvalues.h"
#include "ui/framework/surfaces.h"

#include <QPlainTextEdit>

class QMimeData;
class QPushButton;

namespace gw::ui {

class Label;

// Text to type, into which files may be pasted and dropped.
class PromptEdit final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PromptEdit)

public:
    explicit PromptEdit(QWidget *parent = nullptr);

Q_SIGNALS:
    void filesGiven(const QStringList &paths);
    void pictureGiven(const QImage &picture);
    void sendAsked();

protected:
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void keyPressEvent(QKeyEvent *event) override;
};

// What is asked next, of every column at once: text and files.
class PromptBox final : public Card
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PromptBox)

public:
    explicit PromptBox(QWidget *parent = nullptr);

    client::PlaygroundTurn turn() const;
    void setTurn(const client::PlaygroundTurn &turn);
    // Whether there is something to send.
    bool isEmpty() const;
    void clear();
    // To that many models; running: some of them answer.
    void setTarget(int models, bool running);
    // Prompts to begin with.
    void offerSamples(bool on);
    void focusText();
    // A sentence about what was not taken; empty: the usual one.
    void tell(const QString &problem);
    // Reads them; what is too large or cannot be read is told.
    void attach(const QStringList &paths);

Q_SIGNALS:
    void sendAsked();
    void stopAsked();

private:
    QWidget *makeSamples();
    void add(client::PlaygroundFile file);
    void attachPicture(const QImage &picture);
    void choose();
    void showFiles();
    void refresh();

    PromptEdit *m_text = nullptr;
    QWidget *m_samples = nullptr;
    QWidget *m_shown = nullptr;   // The files.
    QPushButton *m_send = nullptr;
    QPushButton *m_stop = nullptr;
    Label *m_hint = nullptr;
    std::vector<client::PlaygroundFile> m_files;
    int m_models = 0;
    bool m_running = false;
};

}   // namespace gw::ui
