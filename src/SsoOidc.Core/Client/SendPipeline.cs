using System.Collections.Concurrent;
using System.Text.Json;
using SsoOidc.Client.Models;
using SsoOidc.Endpoints;
using SsoOidc.Http;

namespace SsoOidc.Client;

/// <summary>The client's way out: composes endpoint, serializer and signer over the retry loop. They do not know each other.</summary>
internal sealed class SendPipeline : IDisposable
{
    // Less than the 2^31 ms of a timer everywhere.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    private readonly SsoOidcClientOptions _options;
    private readonly string? _signingRegion;
    private readonly HttpTransport _transport;
    private readonly RetryLoop _loop;
    private readonly ConcurrentDictionary<Operation, Uri> _addresses = new();
    private int _disposed;

    public SendPipeline(SsoOidcClientOptions options)
    {
        if (options.MaxAttempts < 1)
            throw new SsoOidcConfigurationException($"MaxAttempts is {options.MaxAttempts}; expected 1 (no retry) or more.");
        if ((options.Timeout <= TimeSpan.Zero || options.Timeout > LongestTimeout) && options.Timeout != Timeout.InfiniteTimeSpan)
            throw new SsoOidcConfigurationException($"Timeout is {options.Timeout}; expected more than zero and at most {LongestTimeout.Days} days, or Timeout.InfiniteTimeSpan for no limit.");
        if (options.TimeProvider is null)
            throw new SsoOidcConfigurationException("TimeProvider is null; leave it out for the system's clock.");
        _options = options;
        Endpoint = EndpointResolver.Resolve(options.Region, options.EndpointUrl, options.UseFips, options.UseDualStack);
        _signingRegion = EndpointResolver.SigningRegion(options.Region);
        _transport = new HttpTransport(options.HttpMessageHandler, options.Proxy, options.CaBundle, options.UsesCallingThread);
        _ = _transport.InvokerFor(Endpoint);
        _loop = new RetryLoop(_transport, options.TimeProvider, options.RetryMode, options.Random);
    }

    public Uri Endpoint { get; }

    /// <param name="request">What to send.</param>
    /// <param name="maxAttempts">The most requests, the first one included.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    public async Task<TResponse> SendAsync<TResponse>(SsoOidcRequest<TResponse> request, int maxAttempts, CancellationToken cancellationToken)
        where TResponse : SsoOidcResponse
    {
        Validate(request);
        var started = _options.TimeProvider.GetTimestamp();
        var body = OidcJson.Serialize(request);
        var isSent = false;
        try
        {
            var call = new ServiceCall(_options, request.Operation, AddressOf(request.Operation), request, body.Segment, _signingRegion, maxAttempts) { IsReplaySafe = request.ReplaySafe };
            using var exchange = await _loop.SendAsync(call, cancellationToken).ConfigureAwait(false);
            isSent = _transport.IsShared && call.Attempts == 1 && exchange.Failure is null;
            var metadata = call.Metadata(exchange.Response);
            var error = exchange.IsSuccess ? null : exchange.Response is { IsSuccess: false } ? call.Refusal : call.FailureOf(exchange, _transport.IsShared);
            var response = error is null ? Read(request, exchange.Response!, metadata, out error) : null;
            if (error is not null)
                error.Metadata = metadata;
            _options.RequestCompleted?.Invoke(new RequestSummary(
                call.Name, "POST", call.Address, metadata, _options.TimeProvider.GetElapsedTime(started), error is null ? null : error.Code ?? error.GetType().Name));
            return response ?? throw error!;
        }
        finally
        {
            // It is full of secrets, and an attempt that failed, or a handler of the caller's, may still be sending it.
            if (isSent)
                body.Dispose();
            else
                body.Abandon();
        }
    }

    /// <summary>The checks that need no network.</summary>
    public void Validate<TResponse>(SsoOidcRequest<TResponse> request)
        where TResponse : SsoOidcResponse
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));
        if (request.MissingMember is { } member)
            throw new ArgumentException($"{request.Operation.Name} needs {member}.", nameof(request));
        if (Volatile.Read(ref _disposed) != 0)
            throw new ObjectDisposedException(nameof(SsoOidcClient));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _loop.Dispose();
    }

    private Uri AddressOf(Operation operation) =>
        _addresses.TryGetValue(operation, out var address) ? address : _addresses.GetOrAdd(operation, operation.AddressAt(Endpoint));

    private TResponse? Read<TResponse>(SsoOidcRequest<TResponse> request, TransportResponse answer, ResponseMetadata metadata, out SsoOidcException? error)
        where TResponse : SsoOidcResponse
    {
        try
        {
            // An empty body stands for an object without members.
            var reader = OidcJson.ReaderFor(answer.Body.IsEmpty ? "{}"u8 : answer.Body);
            if (!reader.ReadObjectStart())
                throw new JsonException("A JSON object was expected.");
            error = null;
            return request.ReadResponse(ref reader, metadata, _options.TimeProvider.GetUtcNow());
        }
        catch (JsonException)
        {
            // Not passed on as the inner exception: its text can quote the body.
            error = new SsoOidcResponseException($"The answer of {request.Operation.Name} is not the JSON that the service sends. Check the endpoint and any proxy on the way.");
            return null;
        }
    }
}
