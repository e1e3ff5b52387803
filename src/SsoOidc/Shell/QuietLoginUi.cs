namespace SsoOidc.Shell;

/// <summary>Nobody: for calls that refresh a token and never log in, where no word may come between.</summary>
internal sealed class QuietLoginUi : ILoginUi
{
    public bool CanPaste => false;

    public Task ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Report(LoginProgress progress)
    {
    }

    public void Tell(string message)
    {
    }

    public void Warn(string message)
    {
    }

    public Task<string?> ReadPastedAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
