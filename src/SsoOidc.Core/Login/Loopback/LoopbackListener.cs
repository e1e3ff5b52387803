using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SsoOidc.Base;

namespace SsoOidc.Login.Loopback;

/// <summary>
/// Waits on 127.0.0.1 for the redirect of one login (RFC 8252 section 7.3). Bound when made, so that the port is known and open before
/// a browser is. The browser that brings the redirect is answered only when the login has ended, so that the page tells the truth.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    /// <summary>Connections that have not sent a request yet; with one more the oldest is closed.</summary>
    public const int MaxIdle = 32;

    private static readonly TimeSpan AfterFailedAccept = TimeSpan.FromMilliseconds(100);

    private readonly TcpListener _listener;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<AuthorizationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<byte[]> _lastPage = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<LoopbackConnection> _open = [];
    private readonly List<LoopbackConnection> _idle = [];
    private AuthorizationResult? _taken;
    private int _waiting;
    private bool _disposed;

    private LoopbackListener(TcpListener listener, string state, TimeProvider time)
    {
        _listener = listener;
        State = state;
        _time = time;
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What the redirect has to bring along.</summary>
    public string State { get; }

    public string RedirectUri => "http://127.0.0.1:" + Port + LoopbackRules.CallbackPath;

    /// <param name="port">The port, or 0 for any free one.</param>
    /// <param name="state">The state of the login.</param>
    /// <param name="time">The clock of the time limits.</param>
    /// <exception cref="SsoOidcLoginException">The port cannot be had.</exception>
    public static LoopbackListener Start(int port, string state, TimeProvider time)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            // Without it another program of the machine could bind the same port on Windows. Elsewhere that cannot happen.
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                listener.ExclusiveAddressUse = true;
            listener.Start();
            return new LoopbackListener(listener, state, time);
        }
        catch (SocketException e)
        {
            throw Unavailable(port, e);
        }
    }

    /// <summary>Completes with the redirect's result, code or error.</summary>
    public Task<AuthorizationResult> Result => _result.Task;

    /// <summary>Shows the browser that brought the redirect how the login ended; returns at once if none waits for it.</summary>
    public Task FinishAsync(byte[] page)
    {
        _lastPage.TrySetResult(page);
        lock (_open)
            return _waiting > 0 ? _answered.Task : Task.CompletedTask;
    }

    /// <summary>Closes the port and every connection.</summary>
    public void Dispose()
    {
        List<LoopbackConnection> open;
        lock (_open)
        {
            if (_disposed)
                return;
            _disposed = true;
            open = [.. _open];
        }

        _listener.Stop();
        foreach (var connection in open)
            connection.Dispose();
        _result.TrySetCanceled();
        _lastPage.TrySetCanceled();
        _answered.TrySetResult(false);
    }

    private static SsoOidcLoginException Unavailable(int port, SocketException e)
    {
        // WSAEACCES is what Windows says of the ranges that Hyper-V and WSL reserve.
        var why = e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "is in use by another program",
            SocketError.AccessDenied => "is reserved by the system or needs more rights",
            _ => "cannot be opened (" + Shown.Clean(e.Message) + ")",
        };
        var message = port == 0
            ? "No port on 127.0.0.1 could be opened for the browser to come back to: " + Shown.Clean(e.Message) + ". Log in with `UseDeviceCode` instead."
            : "Port " + port + " on 127.0.0.1 " + why + ". Give another `RedirectPort`, leave it out to take any free port, or log in with `UseDeviceCode`.";
        return new SsoOidcLoginException(LoginFailure.PortUnavailable, message, e);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync().ConfigureAwait(false);
                _ = ServeAsync(new LoopbackConnection(socket, _time));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                lock (_open)
                {
                    if (_disposed)
                        return;
                }

                // The client was gone before it was served, or the process is out of handles: neither ends the login.
                await Platform.Delay(AfterFailedAccept, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(LoopbackConnection connection)
    {
        if (!Enter(connection))
            return;

        try
        {
            var (request, refusal) = await connection.ReadAsync().ConfigureAwait(false);
            Leave(connection, _idle);
            if (request is not null)
                await AnswerAsync(connection, request).ConfigureAwait(false);
            else if (refusal != 0)
                await connection.AnswerAsync(LoopbackPage.Refusal(refusal, "This is not a request that a browser sends.")).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The client went away, or the login ended while it was talking.
            return;
        }
        finally
        {
            Leave(connection, _idle);
            Leave(connection, _open);
            connection.Dispose();
        }
    }

    private async Task AnswerAsync(LoopbackConnection connection, LoopbackRequest request)
    {
        var verdict = LoopbackRules.Judge(request, Port, State);
        if (verdict.Result is not { } result || !Take(result))
        {
            var refusal = verdict.Result is null
                ? LoopbackPage.Refusal(verdict.Status, verdict.Explanation)
                : LoopbackPage.Refusal(409, "This login has been answered already.");
            await connection.AnswerAsync(refusal).ConfigureAwait(false);
            return;
        }

        try
        {
            _result.TrySetResult(result);
            var page = await _lastPage.Task.ConfigureAwait(false);
            await connection.AnswerAsync(page).ConfigureAwait(false);
        }
        finally
        {
            lock (_open)
            {
                if (--_waiting == 0 && _lastPage.Task.IsCompleted)
                    _answered.TrySetResult(true);
            }
        }
    }

    private bool Enter(LoopbackConnection connection)
    {
        LoopbackConnection? oldest = null;
        lock (_open)
        {
            if (_disposed)
            {
                connection.Dispose();
                return false;
            }

            _open.Add(connection);
            _idle.Add(connection);
            if (_idle.Count > MaxIdle)
            {
                oldest = _idle[0];
                _idle.RemoveAt(0);
            }
        }

        oldest?.Dispose();
        return true;
    }

    private void Leave(LoopbackConnection connection, List<LoopbackConnection> list)
    {
        lock (_open)
            list.Remove(connection);
    }

    /// <summary>Whether a result is the login's: the first one, or that again, from a browser that loads the page once more.</summary>
    private bool Take(AuthorizationResult result)
    {
        lock (_open)
        {
            _taken ??= result;
            if (result.Code != _taken.Code || result.Error != _taken.Error)
                return false;
            _waiting++;
            return true;
        }
    }
}
