#pragma once

#include <QLineEdit>
#include <QPushButton>

// What the dialogs that connect this window to something elsewhere share.
namespace gw::ui {

// A path that is typed, or chosen in a dialog of its own.
class FileField final : public QWidget
{
    Q_OBJECT

public:
    // name: for screen readers. title and filter: of the dialog.
    FileField(const QString &name, const QString &title, const QString &filter, QWidget *parent = nullptr);
    QLineEdit *edit() const { return m_edit; }

Q_SIGNALS:
    // In the dialog; edit() holds it.
    void chosen();

private:
    QLineEdit *m_edit = nullptr;
};

// The buttons below: forget at one side; test, cancel and, as Enter does it, go at the other.
class ConnectionFoot final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionFoot(const QString &goText, QWidget *parent = nullptr);
    QPushButton *forget() const { return m_forget; }
    QPushButton *test() const { return m_test; }
    QPushButton *cancel() const { return m_cancel; }
    QPushButton *go() const { return m_go; }

private:
    QPushButton *m_forget = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_go = nullptr;
};

}   // namespace gw::ui
