using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SsoOidc.FakeEndpoint.Faults;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint;

/// <summary>
/// A local stand-in for the IAM Identity Center OIDC service and the access portal API, on 127.0.0.1 only. It checks requests as
/// strictly as the service does, keeps state, and shares no code with the client under test.
/// </summary>
public sealed class FakeServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Secrets _secrets = new();
    private readonly FaultQueue _faults = new();
    private readonly Store _store;
    private readonly RequestJournal _journal;
    private readonly WebApplication _app;

    private FakeServer(FakeOptions options)
    {
        Options = options;
        Url = new Uri("http://127.0.0.1/");
        _store = new Store(options, _secrets);
        _journal = new RequestJournal(options.TimeProvider, _secrets);
        var dispatcher = new Dispatcher(options, _store, _faults, _journal, _gate, () => Url.AbsoluteUri.TrimEnd('/'));
        _app = BuildApp(options.Port);
        _app.Run(context => dispatcher.HandleAsync(context, _stopping.Token));
    }

    public FakeOptions Options { get; }

    /// <summary>The base address, with the base path if there is one.</summary>
    public Uri Url { get; private set; }

    /// <summary>All requests so far in the order they came, the control addresses left out. A snapshot.</summary>
    public IReadOnlyList<JournalEntry> Journal => _journal.Snapshot();

    /// <summary>Starts a server that is ready when the task ends.</summary>
    public static async Task<FakeServer> StartAsync(FakeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new FakeOptions();
        if (options.BasePath.Length > 0 && (!options.BasePath.StartsWith('/') || options.BasePath.EndsWith('/')))
            throw new ArgumentException("BasePath must start with a slash and not end with one.", nameof(options));
        var server = new FakeServer(options);
        try
        {
            await server._app.StartAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        server.Url = new Uri(server._app.Urls.Single() + server.Options.BasePath);
        return server;
    }

    /// <summary>Announces a fault. Faults hit matching requests in the order they were added.</summary>
    public void AddFault(Fault fault) => _faults.Add(fault);

    /// <summary>Approves a device login; false when the code is unknown, expired or already decided.</summary>
    public bool Approve(string userCode) => Decide(userCode, Decision.Approved);

    /// <summary>Denies a device login; false when the code is unknown, expired or already decided.</summary>
    public bool Deny(string userCode) => Decide(userCode, Decision.Denied);

    /// <summary>Ends all sign-ins so far, as an administrator does: their tokens are refused from now on.</summary>
    public void EndSessions()
    {
        lock (_gate)
            _store.EndSignIns();
    }

    /// <summary>Forgets registrations, codes, tokens, faults and the journal.</summary>
    public void Reset()
    {
        lock (_gate)
            _store.Clear();
        _faults.Clear();
        _journal.Clear();
    }

    /// <summary>
    /// The names (such as <c>refreshToken</c>) of the secrets issued or received so far that the text holds: a leak test without
    /// the secrets leaving the fake.
    /// </summary>
    public IReadOnlyList<string> SecretsIn(string text) => _secrets.In(text);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private bool Decide(string userCode, Decision decision)
    {
        lock (_gate)
            return _store.Decide(userCode, decision);
    }

    private static WebApplication BuildApp(int port)
    {
        // The empty builder reads no settings, environment or files and logs nothing.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }
}
