using SsoOidc.Base;
using SsoOidc.Login.Browser;

namespace SsoOidc.Login.Flows;

/// <summary>What the steps of one login share.</summary>
internal sealed class LoginRun
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public required LoginTarget Target { get; init; }

    public required LoginOptions Options { get; init; }

    public required FlowChoice Choice { get; init; }

    public required SsoOidcClient Client { get; init; }

    public required LoginEnvironment Environment { get; init; }

    public required ILoginUi Ui { get; init; }

    /// <summary>Opens an address with a browser command or the system's way; tells why it could not.</summary>
    public required Func<string, string?, CancellationToken, Task<string?>> OpenBrowser { get; init; }

    /// <summary>The client id that the service refused in a refresh just now; its registration is not used again.</summary>
    public string? RefusedClientId { get; init; }

    public TimeProvider Time => Client.Options.TimeProvider;

    /// <summary>When a wait from now on ends; a wait without end ends with the calendar.</summary>
    public DateTimeOffset EndOf(TimeSpan wait) => wait < DateTimeOffset.MaxValue - Time.GetUtcNow() ? Time.GetUtcNow() + wait : DateTimeOffset.MaxValue;

    /// <summary>Opens the browser, if that is wanted, and warns when it fails.</summary>
    public async Task OpenAsync(string url, bool wanted, CancellationToken cancellationToken)
    {
        if (wanted && await OpenBrowser(url, Options.Browser, cancellationToken).ConfigureAwait(false) is { } problem
            && !cancellationToken.IsCancellationRequested)
        {
            Ui.Warn(problem + " Open the address shown above yourself" + (Choice.Flow.NeedsListener ? ", or log in with a code: `UseDeviceCode`." : "."));
        }
    }

    /// <summary>Waits for a task and reports the time left, until the deadline. False if that came first.</summary>
    public static async Task<bool> WaitAsync(
        Task task, string activity, TimeSpan total, ILoginUi ui, TimeProvider time, CancellationToken cancellationToken)
    {
        // A person's wait: a wall clock that is set meanwhile changes nothing.
        var began = time.GetTimestamp();
        while (!task.IsCompleted)
        {
            var remaining = total - time.GetElapsedTime(began);
            if (remaining <= TimeSpan.Zero)
                return false;

            ui.Report(new LoginProgress(activity, remaining, total));
            using var tick = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var second = Platform.Delay(remaining < OneSecond ? remaining : OneSecond, time, tick.Token);
            if (await Task.WhenAny(task, second).ConfigureAwait(false) == second)
                await second.ConfigureAwait(false);
            else
                tick.Cancel();
        }

        return true;
    }
}
