using SsoOidc.Http;

namespace SsoOidc.Client;

/// <summary>What came of one attempt: an answer, or the error that stands for none.</summary>
internal sealed class Attempt : IDisposable
{
    public TransportResponse? Response { get; init; }

    /// <summary>Set when no whole answer arrived; there may be the head of one.</summary>
    public SsoOidcException? Error { get; init; }

    public FailureKind Failure { get; init; }

    public bool WasSent { get; init; }

    /// <summary>Whether the service may have done what was asked although no good answer arrived.</summary>
    public bool MayHaveBeenCarriedOut => Response is { } answer
        ? answer.IsSuccess || RetryPolicy.MayHaveBeenCarriedOut(answer.StatusCode)
        : WasSent;

    public FailureKind FailureOf(SsoOidcException error) => Response switch
    {
        null => Failure,
        _ when Error is not null => Failure,
        { IsSuccess: true, BodyFailure: InvalidDataException } => FailureKind.Final,
        { IsSuccess: true } => FailureKind.Transient,
        var answer => RetryPolicy.Classify(answer.StatusCode, error.Code),
    };

    public void Dispose() => Response?.Dispose();
}
