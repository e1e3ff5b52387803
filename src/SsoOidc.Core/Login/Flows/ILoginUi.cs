namespace SsoOidc.Login.Flows;

/// <summary>The person at the shell. Called on any thread; an implementation brings the calls where they belong.</summary>
internal interface ILoginUi
{
    /// <summary>Shows the prompt. Waiting begins when the task has completed: nothing waits for an approval that nobody was asked for.</summary>
    Task ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken);

    void Report(LoginProgress progress);

    void Warn(string message);

    /// <summary>Whether <see cref="ReadPastedAsync"/> has somebody to ask.</summary>
    bool CanPaste { get; }

    /// <summary>A line from the person, or null when no more will come. Must end soon after it is cancelled.</summary>
    Task<string?> ReadPastedAsync(CancellationToken cancellationToken);
}
