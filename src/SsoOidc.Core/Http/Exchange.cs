using System.Net;
using System.Net.Sockets;
using SsoOidc.Base;

namespace SsoOidc.Http;

/// <summary>One request and what came of it: an answer, the head of one, or why there is none. Only the caller's own cancellation is thrown.</summary>
internal sealed class Exchange : IDisposable
{
    public TransportResponse? Response { get; private init; }

    /// <summary>Why the answer is not whole; null when it is.</summary>
    public Exception? Failure { get; private init; }

    public bool IsTimeOut { get; private init; }

    /// <summary>Whether the time limit given here has passed, and not one of the handler.</summary>
    public bool IsOwnLimit { get; private init; }

    /// <summary>Whether the request may have arrived. What a handler of the caller's has done by its own limit is not known.</summary>
    public bool WasSent { get; private init; }

    /// <summary>Whether it may have done what was asked although no good answer arrived.</summary>
    public bool MayHaveBeenCarriedOut => Response is { } answer ? answer.IsSuccess || RetryPolicy.MayHaveBeenCarriedOut(answer.StatusCode) : WasSent;

    /// <summary>Who was asked, and through which proxy, in words.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The failure in words.</summary>
    public string Reason => Failure is null ? "" : ConnectionFailures.Explain(Failure);

    /// <summary>Whether it is a whole answer of success.</summary>
    public bool IsSuccess => Failure is null && Response is { IsSuccess: true };

    /// <summary>What a failure is to the retries. The head of a refusal says what it is, though its body be cut.</summary>
    public FailureKind KindOf(string? code) =>
        Response is { IsSuccess: false } refusal ? RetryPolicy.Classify(refusal.StatusCode, code)
        : IsTimeOut ? FailureKind.Timeout
        : Failure is not { } failure || failure is InvalidDataException || ConnectionFailures.IsOfProxyUser(failure) ? FailureKind.Final
        : FailureKind.Transient;

    public static async Task<Exchange> RunAsync(
        HttpTransport transport, HttpRequestMessage request, TimeSpan limit, TimeProvider time, string name, CancellationToken cancellationToken)
    {
        // One source for the limit and the caller: a linked one would be a second for the same.
        using var timeout = Platform.TimeoutSource(limit, time);
        using var caller = cancellationToken.Register(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        TransportResponse? answer = null;
        try
        {
            // The body is read with await in any case: as a rule it has come with the head, and a read that has to wait can be cancelled.
            using var response = await transport.SendAsync(request, timeout.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired && transport.ProxyFor(request.RequestUri!) is not null)
                return new Exchange { Host = HostOf(transport, request), Failure = ConnectionFailures.OfProxyUser() };
            answer = new TransportResponse(response);
            if (response.Content is { } content)
            {
                using var stream = HttpTransport.Decoded(content, await Platform.OpenBodyAsync(content, timeout.Token).ConfigureAwait(false));
                for (int read; (read = await Platform.ReadAsync(stream, answer.Buffer.GetMemory(), timeout.Token).ConfigureAwait(false)) > 0;)
                {
                    answer.Buffer.Advance(read);
                    if (answer.Buffer.Length > HttpTransport.MaxBodySize)
                        throw new InvalidDataException($"The answer is over {HttpTransport.MaxBodySize} bytes.");
                }
            }

            return new Exchange { Response = answer };
        }
        // A connection that is reset as soon as it is made comes out of .NET as a bare SocketException.
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            return new Exchange
            {
                Host = HostOf(transport, request),
                Response = answer,
                Failure = ConnectionFailures.Presentable(e),
                WasSent = answer is not null || !(e is HttpRequestException failure && ConnectionFailures.IsBeforeSending(failure)),
            };
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            answer?.Dispose();
            // The token in it is that of the limit, or that of the handler: callers know theirs.
            throw new OperationCanceledException($"{name} was cancelled.", e, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            // The shared handler's one limit is on connecting, before anything was sent.
            var isOwnLimit = answer is not null || timeout.IsCancellationRequested;
            return new Exchange { Host = HostOf(transport, request), Response = answer, Failure = e, IsTimeOut = true, IsOwnLimit = isOwnLimit, WasSent = isOwnLimit || !transport.IsShared };
        }
    }

    public void Dispose() => Response?.Dispose();

    private static string HostOf(HttpTransport transport, HttpRequestMessage request)
    {
        var host = Shown.Clean(request.RequestUri!.Authority);
        return transport.ProxyFor(request.RequestUri) is { } proxy ? $"{host} through the proxy {proxy}" : host;
    }
}
