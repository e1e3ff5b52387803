namespace SsoOidc;

/// <summary>
/// The person who logs in, as a program reaches them: a console, a window, a chat. Called on any thread; an implementation brings the calls
/// where they belong.
/// </summary>
public interface ILoginUi
{
    /// <summary>Shows the prompt. Waiting begins when the task has completed: nothing waits for an approval that nobody was asked for.</summary>
    /// <param name="prompt">What the person must see.</param>
    /// <param name="cancellationToken">Cancelled when the login is given up.</param>
    Task ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken);

    /// <summary>Told about once a second how a wait stands.</summary>
    /// <param name="progress">What is waited for, and for how long yet.</param>
    void Report(LoginProgress progress);

    /// <summary>Told what goes on, in one line: what is waited for that takes no prompt, and why a login is needed after all.</summary>
    /// <param name="message">The line.</param>
    void Tell(string message);

    /// <summary>Told what did not work although the login goes on.</summary>
    /// <param name="message">What, and why.</param>
    void Warn(string message);

    /// <summary>Whether <see cref="ReadPastedAsync"/> has somebody to ask.</summary>
    bool CanPaste { get; }

    /// <summary>A line from the person, or null when no more will come. It may hold an authorization code: show it nowhere.</summary>
    /// <param name="cancellationToken">Cancelled when no line is needed any more; the call must end soon after.</param>
    Task<string?> ReadPastedAsync(CancellationToken cancellationToken);
}
