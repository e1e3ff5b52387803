using System.Net.Sockets;
using SsoOidc.FakeEndpoint.Faults;
using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.Operations;
using SsoOidc.FakeEndpoint.Pages;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint;

/// <summary>Reads a request, finds its operation and its fault, and has it answered. Operations run one at a time.</summary>
internal sealed class Dispatcher
{
    private readonly Lock _gate;
    private readonly FakeOptions _options;
    private readonly RequestJournal _journal;
    private readonly FaultQueue _faults;
    private readonly FaultPlayer _player;
    private readonly ControlApi _control;
    private readonly Dictionary<string, Dictionary<string, Route>> _routes;
    private readonly Route _createTokenWithIam;

    public Dispatcher(FakeOptions options, Store store, FaultQueue faults, RequestJournal journal, Lock gate, Func<string> baseUrl)
    {
        _gate = gate;
        _options = options;
        _journal = journal;
        _faults = faults;
        _player = new FaultPlayer(options.TimeProvider);
        _control = new ControlApi(store, faults, journal);
        var portal = new Portal(options, store);
        var device = new DevicePage(options, store);
        var authorize = new AuthorizePage(options, store);
        _createTokenWithIam = new Route("CreateTokenWithIAM", new CreateTokenWithIam(options, store, baseUrl).Handle);
        _routes = new(StringComparer.Ordinal)
        {
            ["/client/register"] = Post("RegisterClient", new RegisterClient(options, store).Handle),
            ["/device_authorization"] = Post("StartDeviceAuthorization", new StartDeviceAuthorization(options, store, baseUrl).Handle),
            ["/token"] = Post("CreateToken", new CreateToken(options, store).Handle),
            ["/authorize"] = Page("Authorize", authorize.Show, authorize.Decide),
            ["/device"] = Page("Device", device.Show, device.Decide),
            ["/federation/credentials"] = Get("GetRoleCredentials", portal.GetRoleCredentials),
            ["/assignment/accounts"] = Get("ListAccounts", portal.ListAccounts),
            ["/assignment/roles"] = Get("ListAccountRoles", portal.ListAccountRoles),
            ["/logout"] = Post("Logout", portal.Logout),
        };
    }

    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await AnswerAsync(context, ending.Token);
        }
        catch (Exception gone) when (ending.IsCancellationRequested && gone is OperationCanceledException or IOException or SocketException)
        {
            // The client went away, or the server stops: there is nobody to answer.
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = await IncomingRequest.ReadAsync(context, _options.BasePath);
        context.Response.Headers.Date = _options.TimeProvider.GetUtcNow().ToString("R");
        if (request.Path.StartsWith(ControlApi.Prefix, StringComparison.Ordinal))
        {
            await FaultPlayer.AnswerAsync(context, Locked(request, _control.Handle), static _ => { }, cancellationToken);
            return;
        }
        var route = Find(request);
        var fault = _faults.Take(route.Operation);
        var answering = _journal.Begin(request, route.Operation, fault);
        await _player.PlayAsync(context, fault, () => Locked(request, route.Handle), answering, cancellationToken);
    }

    private Reply Locked(IncomingRequest request, Func<IncomingRequest, Reply> handle)
    {
        try
        {
            if (request.BodyTooLarge)
                throw ServiceException.FrontEnd(413, "RequestEntityTooLargeException", "The request body is too large.");
            lock (_gate)
                return handle(request);
        }
        catch (ServiceException error)
        {
            return error.ToReply();
        }
    }

    private Route Find(IncomingRequest request)
    {
        if (!_routes.TryGetValue(request.Path, out var methods))
            return new Route("Unknown", static _ => throw ServiceException.FrontEnd(404, "UnknownOperationException", "Unknown operation"));
        if (!methods.TryGetValue(request.Method, out var route))
        {
            var allow = string.Join(", ", methods.Keys.Order(StringComparer.Ordinal));
            var refused = ServiceException.FrontEnd(405, "MethodNotAllowedException", "Method not allowed").ToReply().With("Allow", allow);
            return new Route("Unknown", _ => refused);
        }
        return request.Path == "/token" && request.Query.GetValueOrDefault("aws_iam") == "t" ? _createTokenWithIam : route;
    }

    private static Dictionary<string, Route> Post(string operation, Func<IncomingRequest, Reply> handle) =>
        new(StringComparer.Ordinal) { ["POST"] = new Route(operation, handle) };

    private static Dictionary<string, Route> Get(string operation, Func<IncomingRequest, Reply> handle) =>
        new(StringComparer.Ordinal) { ["GET"] = new Route(operation, handle) };

    private static Dictionary<string, Route> Page(
        string operation, Func<IncomingRequest, Reply> show, Func<IncomingRequest, Reply> decide) =>
        new(StringComparer.Ordinal) { ["GET"] = new Route(operation, show), ["POST"] = new Route(operation, decide) };

    private sealed record Route(string Operation, Func<IncomingRequest, Reply> Handle);
}
