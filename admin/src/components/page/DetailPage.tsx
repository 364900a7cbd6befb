import type * as React from 'react';

import { Box } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';

import { Crumbs } from './Crumbs';
import { PageHeader } from './PageHeader';
import { StaleNotice } from './TabPage';

interface DetailPageProps {
  title: string;
  parent: { label: string; to: string };
  pill?: React.ReactNode;
  subtitle?: React.ReactNode;
  primaryAction?: React.ReactNode;
  staleSince?: string | null;
  children: React.ReactNode;
}

/** The frame of one member, one webhook. */
export function DetailPage(props: DetailPageProps) {
  return (
    <Page.Main>
      <Page.Title>{`${props.title} - Kartra`}</Page.Title>
      <PageHeader
        title={props.title}
        crumbs={<Crumbs parent={props.parent} current={props.title} />}
        state={props.pill}
        subtitle={props.subtitle}
        primaryAction={props.primaryAction}
      />
      <Layouts.Content>
        <StaleNotice since={props.staleSince ?? null} />
        <Box paddingBottom={8}>{props.children}</Box>
      </Layouts.Content>
    </Page.Main>
  );
}
