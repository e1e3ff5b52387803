using System.Management.Automation;
using SsoOidc.Pipeline;

namespace SsoOidc.Shell;

/// <summary>The person behind a cmdlet: the prompt as a host message, the time left as progress.</summary>
internal sealed class CmdletLoginUi : ILoginUi, IDisposable
{
    private readonly SsoOidcCmdlet _cmdlet;
    private readonly TimeProvider _clock;
    private readonly ProgressBar _progress;

    public CmdletLoginUi(SsoOidcCmdlet cmdlet, TimeProvider clock)
    {
        _cmdlet = cmdlet;
        _clock = clock;
        _progress = new ProgressBar(cmdlet);
    }

    /// <summary>Handed the prompt besides showing it.</summary>
    public ScriptBlock? OnPrompt { get; init; }

    /// <summary>Whether the address is put on the clipboard too.</summary>
    public bool CopiesAddress { get; init; }

    /// <inheritdoc/>
    public bool CanPaste => HiddenLine.CanRead(_cmdlet.Host);

    /// <inheritdoc/>
    public Task ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken) => _cmdlet.InvokeOnPipelineAsync(() =>
    {
        if (!_cmdlet.TryShow(PromptText.Of(prompt)) && OnPrompt is null)
        {
            throw new SsoOidcLoginException(
                LoginFailure.NotInteractive,
                "The login cannot be shown here: the information stream is ignored and warnings are off. Leave out -InformationAction Ignore, or take the address and the code with -OnPrompt.");
        }

        if (CopiesAddress && Clipboard.Copy(prompt.UriComplete ?? prompt.Uri, _cmdlet.Host) is { } problem)
            _cmdlet.WriteWarning(problem);
        OnPrompt?.Invoke(prompt);
    });

    /// <inheritdoc/>
    public void Report(LoginProgress progress) => _progress.Report(progress.Activity, progress.Remaining, progress.Total, progress.LastFailure);

    /// <inheritdoc/>
    public void Tell(string message) => _cmdlet.PostToPipeline(() => _cmdlet.TryShow(CmdletWords.Of(message)));

    /// <inheritdoc/>
    public void Warn(string message) => _cmdlet.PostToPipeline(() => _cmdlet.WarnOnce(CmdletWords.Of(message)));

    /// <inheritdoc/>
    public async Task<string?> ReadPastedAsync(CancellationToken cancellationToken)
    {
        var line = await HiddenLine.ReadAsync(_cmdlet.Host, _clock, cancellationToken).ConfigureAwait(false);
        if (line is null)
            Warn("The keyboard cannot be read here, so nothing can be pasted. The browser may still come back by itself; else log in with a code: `UseDeviceCode`.");
        return line;
    }

    public void Dispose() => _progress.Dispose();
}
